/**
 * The engine of the suite: one that runs already, or one that is started here with a data root and a socket of its own, and
 * stopped afterwards.
 */
import { openEngine } from './engine.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const engine = await openEngine();
  process.env.GOZOLITE_DOCKER_HOST = engine.host;
  return () => engine.stop();
}
