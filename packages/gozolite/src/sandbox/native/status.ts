/**
 * The native backend's status, from the state of its lives and its keeper.
 */
import type { BackendStatus } from '../backend.ts';
import type { Keepers } from './keepers.ts';
import type { Life } from './life.ts';
import type { Lives } from './lives.ts';

export function statusOf(lives: Lives, keepers: Keepers): BackendStatus {
  const life = lives.current;
  if (life === null) {
    const { problem, remedy, layers } = lives.outage;
    const facts = platformFacts(lives, keepers);
    return { backend: 'native', ready: false, problem, remedy, layers, metricSources: {}, facts };
  }
  return {
    backend: 'native',
    ready: true,
    problem: null,
    remedy: null,
    layers: life.layers,
    metricSources: life.metricSources,
    // Asked for by few of those who ask for the status, which is looked at before every run.
    get facts() {
      return { ...platformFacts(lives, keepers), ...lifeFacts(life) };
    },
  };
}

const platformFacts = (lives: Lives, keepers: Keepers): Record<string, string | number | null> => ({
  rootfs: lives.config.rootfs,
  slots: lives.config.slots,
  prepared: lives.config.prepared,
  keeper_pid: keepers.pid,
  keeper_restarts: keepers.restarts,
  restarts: lives.deaths,
  lives: lives.open.size,
});

/** `counted_*` are the supervisor's own counters, as of its latest heartbeat. */
function lifeFacts(life: Life): Record<string, string | number | null> {
  const { version, cgroupMode, privilege, landlockAbi, maxRuns } = life.report;
  return {
    supervisor_version: version,
    supervisor_pid: life.pid,
    cgroup_mode: cgroupMode,
    privilege,
    landlock_abi: landlockAbi,
    max_runs: maxRuns,
    in_flight: life.runs,
    ...Object.fromEntries(Object.entries(life.counters).map(([name, value]) => [`counted_${name}`, value])),
  };
}
