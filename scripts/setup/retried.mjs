/**
 * Tries again, after a pause, what needs a network: a connection that was lost and a mirror that is just changing are soon
 * over. It blocks, as what it waits for does, and is read by Node 20.
 *
 * @template T
 * @param {readonly number[]} pauses seconds before the second try, the third, and so on
 * @param {() => T} attempt
 * @returns {T} throws what the last try throws
 */
export function retried(pauses, attempt) {
  for (const seconds of pauses) {
    try {
      return attempt();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      process.stderr.write(`gozolite: ${why}\ngozolite: trying again in ${seconds} s\n`);
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
  }
  return attempt();
}
