/**
 * The health check of the image: the service answers, and can run code.
 */
const port = process.env.GOZOLITE_PORT ?? '8080';
try {
  const response = await fetch(`http://127.0.0.1:${port}/health/ready`, {
    signal: AbortSignal.timeout(4000),
  });
  process.exitCode = response.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
