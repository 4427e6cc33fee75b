/**
 * A process that does what the service does when it was started as root: launches the privileged part, becomes another
 * user, and only then connects. It says what became of that as JSON lines, and loses its keeper to whoever kills it.
 */
import { SandboxError } from '../../packages/gozolite/src/sandbox/backend.ts';
import { createBackend } from './native-subject.ts';
import { probe } from './probe.ts';
import { runContext } from './subject.ts';

const uid = Number(process.argv[2]);
const say = (facts: object) => process.stdout.write(`${JSON.stringify(facts)}\n`);
const exit = probe('exit', [5]);

const backend = createBackend({ clientUid: uid });
await backend.launch();
process.setgroups?.([]);
process.setgid?.(uid);
process.setuid?.(uid);
await backend.start();
const first = await backend.run(exit, runContext());
const inFlight = backend.run(probe('sleep', [60_000]), runContext());
say({ uid: process.geteuid?.(), end: first.end, keeper: backend.status().facts.keeper_pid });
const failure: unknown = await inFlight.catch((error: unknown) => error);
await backend.run(exit, runContext()).catch(() => undefined);
const { ready, problem, remedy } = backend.status();
say({ failed: failure instanceof SandboxError, ready, problem, remedy });
await backend.close();
