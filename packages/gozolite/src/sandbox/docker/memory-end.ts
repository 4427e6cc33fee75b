/**
 * Whether a container was ended for want of memory, as the engine knows it: by its state, or by an event that comes a
 * moment after the one that it has died, too late for the state.
 *
 * What always holds: what the engine has not said is not assumed. A container that was killed may have been killed by
 * anybody, so its exit code is no answer.
 */
import type Docker from 'dockerode';

/** How a container ends that was killed. */
const KILLED = 137;
/** An event that is late is late by milliseconds. Some engines lose one now and then. */
const PATIENCE_MS = 2000;

/** False, too, when nobody knows any more. */
export async function endedForMemory(engine: Docker, id: string, signal: AbortSignal): Promise<boolean> {
  try {
    const { Running, OOMKilled, ExitCode } = (await engine.getContainer(id).inspect()).State;
    if (OOMKilled) return true;
    if (!Running && ExitCode !== KILLED) return false;
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    return await isTold(engine, { container: [id], event: ['oom'] }, patience);
  } catch {
    return false;
  }
}

type Filters = { readonly container: string[]; readonly event: string[] };

/** Whether there has been such an event, or is one before the end of patience, of which it rejects. */
function isTold(engine: Docker, filters: Filters, abortSignal: AbortSignal): Promise<boolean> {
  // All that the engine remembers: its clock may be another.
  const question = { since: 1, filters, abortSignal };
  return engine.getEvents(question).then(hasOne);
}

async function hasOne(events: AsyncIterable<Buffer | string>): Promise<boolean> {
  for await (const piece of events) if (piece.length > 0) return true;
  return false;
}
