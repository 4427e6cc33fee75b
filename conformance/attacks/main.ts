/**
 * All attacks against the service on this machine, without a test runner: prints a line for each and a verdict, and
 * leaves a report as JSON where it is asked to.
 *
 *   node conformance/attacks/main.ts [--json FILE] [--slowness N|measured] [--prebuilt FOLDER] [--class NAME]... [--via main|start] [--as-user]
 *
 * `--as-user` gives up root for the service; `--via start` starts it as `npm start -- --no-root` does.
 * Exit codes: 0 all held, 1 one did not, 2 they could not be carried out.
 */
import { writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { unprivileged } from '../unprivileged.ts';
import type { Attack } from './attack.ts';
import { CLASSES } from './classes.ts';
import { type AttackRecord, type Outcome, recordOf, reportOf } from './record.ts';
import { carryOut, missingLanguage, openStage, type Stage, type StageOptions } from './stage.ts';

const ROOT = join(import.meta.dirname, '../..');
const WORDS = { held: 'held', broken: 'BROKEN', skipped: 'skipped' } as const;

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    slowness: { type: 'string', default: 'measured' },
    class: { type: 'string', multiple: true },
    prebuilt: { type: 'string' },
    via: { type: 'string', default: 'main' },
    'as-user': { type: 'boolean', default: false },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

async function attempt(attack: Attack, stage: Stage): Promise<Outcome> {
  const missing = missingLanguage(attack, stage);
  if (missing !== null) return { kind: 'skipped', problem: `${missing} is not installed here` };
  try {
    return { kind: 'held', result: await carryOut(attack, stage) };
  } catch (error) {
    return { kind: 'broken', problem: error instanceof Error ? error.message : String(error) };
  }
}

async function carryOutAll(options: StageOptions): Promise<number> {
  await using stage = await openStage(options);
  const { privilege, server } = stage.scene;
  // Whoever ends this ends the service that it has started.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.signal('SIGTERM');
      void server.exited.then(() => process.exit(2));
    });
  }
  const { facts, layers } = stage.isolation;
  say(
    `kernel ${release()}, ${privilege === 'root' ? 'as root' : 'without root'}, cgroups: ${facts.cgroup_mode}`,
  );
  say(
    `layers: ${layers
      .filter(({ state }) => state === 'enforced')
      .map(({ name }) => name)
      .join(', ')}`,
  );
  if (stage.scene.slowness > 1)
    say(`this machine is taken to be ${stage.scene.slowness} times slower than others`);
  const records: AttackRecord[] = [];
  for (const [group, attacks] of Object.entries(CLASSES)) {
    if (values.class !== undefined && !values.class.includes(group)) continue;
    say(`\n${group}`);
    for (const attack of attacks) {
      const record = recordOf(group, attack, await attempt(attack, stage));
      records.push(record);
      say(
        `  ${WORDS[record.outcome].padEnd(7)}  ${attack.name}${record.verdict === null ? '' : `: ${record.verdict}`}`,
      );
      if (record.problem !== null) say(record.problem.replace(/^/gm, '           '));
    }
  }
  const count = (outcome: AttackRecord['outcome']) => records.filter((one) => one.outcome === outcome).length;
  const broken = count('broken');
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify(reportOf(release(), stage.isolation, records), null, 1)}\n`);
  }
  if (broken > 0) say(`\n${server.lines().slice(-10).join('\n')}`);
  say(`\n${count('held')} attacks held, ${broken} did not, ${count('skipped')} could not be tried`);
  return broken === 0 && count('held') > 0 ? 0 : 1;
}

/** The service as `npm start -- --no-root` brings it up. */
const viaStart: StageOptions = {
  launch: ([node = '']) => [node, join(ROOT, 'scripts/run.mjs'), 'scripts/start.ts', '--no-root'],
};

try {
  const user = values['as-user'] ? unprivileged() : null;
  try {
    process.exitCode = await carryOutAll({
      slowness: values.slowness === 'measured' ? 'measured' : Number(values.slowness),
      ...(values.prebuilt === undefined ? {} : { prebuilt: values.prebuilt }),
      ...(values.via === 'start' ? viaStart : {}),
      ...(user === null ? {} : { launch: user.launch, settings: user.settings }),
    });
  } finally {
    await user?.[Symbol.asyncDispose]();
  }
} catch (error) {
  say(`The attacks could not be carried out: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
