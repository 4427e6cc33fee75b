/**
 * The engine of the suite, and in it the service's image, built from the Dockerfile.
 */
import { openEngine } from './engine.ts';
import { buildSlim, SLIM_IMAGE } from './service-image.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const engine = await openEngine();
  process.env.GOZOLITE_DOCKER_HOST = engine.host;
  process.env.GOZOLITE_TEST_IMAGE = SLIM_IMAGE;
  try {
    await buildSlim(engine);
  } catch (error) {
    await engine.stop();
    throw error;
  }
  return () => engine.stop();
}
