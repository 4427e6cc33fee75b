/**
 * The fake supervisor as a program, with a keeper's command line, its line when it is ready, and its lifeline.
 */
import { listenAsFakeSupervisor } from './fake-supervisor.ts';

const socketPath = process.argv[process.argv.indexOf('--socket') + 1];
if (process.argv[2] !== 'keeper' || socketPath === undefined) {
  process.stderr.write('gozolite-supervisor: usage: keeper --socket PATH\n');
  process.exit(2);
}
await listenAsFakeSupervisor(socketPath);
process.stderr.write('gozolite-supervisor: this one is not real\n');
process.stdout.write('gozolite-supervisor: listening\n');
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
