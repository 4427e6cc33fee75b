/**
 * The health of the service: what each part says, in a sentence, and what follows from it.
 *
 * What always holds: live means that the process answers; ready means that an execution sent now would be admitted by
 * a complete sandbox. Every check that fails names its reason.
 */
import type { Health, HealthCheck, Readiness } from '@gozolite/client';
import type { AuditStatus } from '../audit/audit-log.ts';
import { PRODUCT } from '../config/product.ts';
import type { EngineLoad } from '../engine/engine.ts';
import type { LanguageInfo } from '../languages/languages.ts';
import type { BackendStatus } from '../sandbox/backend.ts';
import type { DiskStatus } from '../telemetry/disk-space.ts';
import type { KeysInForce } from './parts.ts';

export type HealthSources = {
  readonly load: EngineLoad;
  readonly backend: BackendStatus;
  readonly languages: readonly LanguageInfo[];
  /** Whether every toolchain has been looked at once. */
  readonly validated: boolean;
  readonly disk: DiskStatus;
  /** Null without an audit log. */
  readonly audit: AuditStatus | null;
  /** Null where no key is needed. */
  readonly keys: KeysInForce | null;
};

const check = (name: string, ok: boolean, message: string): HealthCheck => ({ name, ok, message });

const sandboxCheck = ({ backend }: HealthSources): HealthCheck => {
  if (backend.ready) {
    const degraded = backend.layers.filter((layer) => layer.state !== 'enforced').map((layer) => layer.name);
    const rest = degraded.length === 0 ? '' : ` Not in force: ${degraded.join(', ')}.`;
    return check('sandbox', true, `The ${backend.backend} sandbox is ready.${rest}`);
  }
  const sentences = [backend.problem ?? 'The sandbox is not ready.', backend.remedy].filter(
    (part) => part !== null,
  );
  return check('sandbox', false, sentences.join(' '));
};

const isolationCheck = ({ backend }: HealthSources): HealthCheck => {
  const mandatory = backend.layers.filter((layer) => layer.mandatory);
  const missing = mandatory.filter(({ state }) => state === 'unavailable');
  if (missing.length > 0) {
    const words = missing.map(({ name, remedy }) => (remedy === null ? `${name}.` : `${name}: ${remedy}`));
    return check('isolation', false, `Mandatory layers are not in force: ${words.join(' ')}`);
  }
  const inForce = mandatory.filter(({ state }) => state === 'enforced').length;
  return check('isolation', true, `Mandatory isolation layers in force: ${inForce} of ${mandatory.length}.`);
};

const languagesCheck = ({ languages, validated }: HealthSources): HealthCheck => {
  const ready = languages.filter((language) => language.state === 'ready').length;
  if (!validated) return check('languages', false, 'The toolchains are being looked at for the first time.');
  if (ready === 0) {
    return check(
      'languages',
      false,
      'No toolchain is ready: install one, and see /capabilities for what is missing.',
    );
  }
  return check('languages', true, `${ready} of ${languages.length} languages are ready.`);
};

const queueCheck = ({ load }: HealthSources): HealthCheck => {
  const { saturated } = load;
  const words = `${load.running} of ${load.slots} slots are in use, ${load.queued} of ${load.queueLimit} places in the queue.`;
  return check('queue', !saturated, saturated ? `Requests are about to be refused: ${words}` : words);
};

const drainingCheck = ({ load }: HealthSources): HealthCheck =>
  check(
    'admission',
    !load.draining,
    load.draining ? 'The service is shutting down.' : 'New executions are admitted.',
  );

const auditCheck = ({ audit }: HealthSources): HealthCheck[] => {
  if (audit === null) return [];
  const { problem, tip } = audit;
  return [check('audit', problem === null, problem ?? `The audit log has come to number ${tip.seq}.`)];
};

/** Keys that could not be read again are no reason to refuse those who come with the ones in force. */
const keysNote = ({ keys }: HealthSources): HealthCheck[] => {
  if (keys === null) return [];
  return [check('keys', keys.problem === null, keys.problem ?? `API keys in force: ${keys.count}.`)];
};

/** What must be well for an execution to be admitted. */
const checksOf = (sources: HealthSources): HealthCheck[] => [
  sandboxCheck(sources),
  isolationCheck(sources),
  languagesCheck(sources),
  queueCheck(sources),
  drainingCheck(sources),
  check('disk', sources.disk.ok, sources.disk.message),
  ...auditCheck(sources),
];

export const readinessOf = (sources: HealthSources): Readiness => {
  const reasons = checksOf(sources)
    .filter(({ ok }) => !ok)
    .map(({ message }) => message);
  return { status: reasons.length === 0 ? 'ready' : 'not_ready', reasons };
};

const degradedOf = ({ layers }: BackendStatus): string[] =>
  layers.filter(({ state }) => state === 'degraded').map(({ name }) => name);

export const healthOf = (sources: HealthSources): Health => {
  const { backend, load, languages } = sources;
  const degraded = degradedOf(backend);
  const checks = checksOf(sources);
  const ready = checks.every(({ ok }) => ok);
  const inState = (wanted: LanguageInfo['state']) => languages.filter(({ state }) => state === wanted).length;
  return {
    status: load.draining
      ? 'shutting_down'
      : !ready
        ? 'not_ready'
        : degraded.length > 0
          ? 'degraded'
          : 'ready',
    version: PRODUCT.version,
    uptime_seconds: Math.round(process.uptime()),
    backend: {
      name: backend.backend,
      ready: backend.ready,
      problem: backend.problem,
      remedy: backend.remedy,
    },
    load: { slots: load.slots, running: load.running, queued: load.queued, queue_limit: load.queueLimit },
    languages: {
      ready: inState('ready'),
      checking: inState('checking'),
      missing: inState('missing'),
      broken: inState('broken'),
    },
    degraded,
    checks: [...checks, ...keysNote(sources)],
  };
};
