/**
 * The soak by command: `node conformance/soak/main.ts [--runs 10000] [--concurrency 4] [--seed 1] [--chaos]`. Prints its
 * figures, and fails when an answer was wrong, anything was left on the host, or the service grew.
 */
import { parseArgs } from 'node:util';
import { quietState } from '../quiet.ts';
import { startServer } from '../server.ts';
import { startChaos } from './chaos.ts';
import { soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    concurrency: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    chaos: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const concurrency = Number(values.concurrency);
const seed = Number(values.seed);
/** Growth of the service per 1,000 runs; a short soak says nothing of it. */
const MAX_SLOPE_KB = 1024;
const show = process.stderr.isTTY;

await using server = await startServer({ settings: { SLOTS: String(concurrency) } });
await soak(server, { runs: 200, concurrency, seed: seed + 1 });
const before = await quietState(server);
const chaos = values.chaos ? startChaos(server, seed) : null;
const report = await soak(server, {
  runs,
  concurrency,
  seed,
  ...(chaos === null ? {} : { alsoRight: ['INTERNAL_ERROR', 'NOT_READY', 'RUNTIME_ERROR'] }),
  onProgress: (done) => show && process.stderr.write(`\r${done} of ${runs}`),
});
chaos?.[Symbol.dispose]();
let left = 'nothing';
await server.settled(before, 10_000).catch((error: unknown) => {
  left = String(error);
});
process.stdout.write(
  `${JSON.stringify({ ...report, injectedFaults: chaos?.injected() ?? {}, left }, null, 2)}\n`,
);
const grows = runs >= 5000 && report.residentKb.slopePer1000 > MAX_SLOPE_KB;
if (report.wrong.length > 0 || left !== 'nothing' || grows) process.exitCode = 1;
