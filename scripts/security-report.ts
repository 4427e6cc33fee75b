/**
 * `npm run security-report`: carries out every attack on this host, as root and without, and in a machine with cgroup v2,
 * and writes docs/security-report.md from what came of them. `--no-machine` leaves the machine out. The figures of a soak
 * are taken from conformance/results/soak.json, where one has been left.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Value } from 'typebox/value';
import { AttackReport } from '../conformance/attacks/record.ts';
import { renderReport, type SoakFigures } from './security-report/render.ts';
import { SetupError, say } from './setup/say.ts';
import { ensureSupervisor } from './setup/supervisor.ts';
import { ensureToolchains } from './setup/toolchains.ts';

const root = join(import.meta.dirname, '..');
const results = join(root, 'conformance/results');
const { values } = parseArgs({ options: { 'no-machine': { type: 'boolean', default: false } } });

function attackHost(name: string, ...options: readonly string[]): void {
  const suite = join(root, 'conformance/attacks/main.ts');
  const json = join(results, `attacks-${name}.json`);
  spawnSync(process.execPath, [suite, '--json', json, ...options], { cwd: root, stdio: 'inherit' });
}

function read(name: string): AttackReport | null {
  const path = join(results, `attacks-${name}.json`);
  return existsSync(path) ? Value.Parse(AttackReport, JSON.parse(readFileSync(path, 'utf8'))) : null;
}

try {
  ensureSupervisor(root);
  ensureToolchains(root, ['core']);
  mkdirSync(results, { recursive: true });
  attackHost('host');
  if (process.getuid?.() === 0) attackHost('host-user', '--as-user');
  if (!values['no-machine']) {
    spawnSync('npm', ['run', '--silent', 'test:vm'], { cwd: root, stdio: 'inherit' });
  }
  const places = ['host', 'host-user', 'vm-root', 'vm-user'].map((name) => ({ name, report: read(name) }));
  const soak = join(results, 'soak.json');
  const figures: SoakFigures | null = existsSync(soak) ? JSON.parse(readFileSync(soak, 'utf8')) : null;
  writeFileSync(join(root, 'docs/security-report.md'), renderReport(places, figures));
  say('docs/security-report.md is written');
  const broken = places.some(({ report }) => report?.attacks.some(({ outcome }) => outcome === 'broken'));
  process.exitCode = broken ? 1 : 0;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
