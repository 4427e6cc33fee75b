/**
 * From what the supervisor reports of itself to the port's layers and metric sources.
 *
 * What always holds: a layer is mandatory unless it is listed here as an addition to the others; a mandatory layer without
 * a mechanism is `degraded` only when the operator gave it up by name.
 */
import type { Layer } from '../backend.ts';
import type { FailedMessage, ReadyMessage } from './messages.ts';

/** Layers that strengthen the others where the kernel has them. */
const OPTIONAL: ReadonlySet<string> = new Set(['landlock']);

const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['landlock', 'Use a kernel of 5.13 or newer with landlock in its list of security modules.'],
]);

export function layersOf(ready: ReadyMessage, degraded: readonly string[]): readonly Layer[] {
  const layers = ready.layers.map(({ name, mechanism }) => layerOf(name, mechanism, degraded));
  const reported = new Set(layers.map(({ name }) => name));
  const absent = [...OPTIONAL].filter((name) => !reported.has(name));
  return [...layers, ...absent.map((name) => layerOf(name, null, degraded))];
}

/** The only layer that is known when the supervisor refused to start: the one it could not enforce. */
export function layerRefused(failed: Pick<FailedMessage, 'layer' | 'remedy'>): readonly Layer[] {
  if (failed.layer === '') return [];
  return [
    {
      name: failed.layer,
      mandatory: true,
      state: 'unavailable',
      mechanism: null,
      remedy: failed.remedy || null,
    },
  ];
}

/** A mandatory layer that is neither in force nor given up: with it missing, nothing may run. */
export function missingLayer(layers: readonly Layer[]): Layer | undefined {
  return layers.find((layer) => layer.mandatory && layer.state === 'unavailable');
}

export function metricSourcesOf(ready: ReadyMessage): Readonly<Record<string, string>> {
  const common = {
    time_ms: 'CLOCK_MONOTONIC at exec and at the end of the program, seen by pidfd',
    exit_code: 'waitid',
  };
  switch (ready.cgroupMode) {
    case 'v2':
      return {
        ...common,
        cpu_time_ms: 'cgroup v2 cpu.stat usage_usec',
        memory_kb: 'cgroup v2 memory.peak',
        processes: 'cgroup v2 pids.peak, where the kernel has it',
      };
    case 'v1':
    case 'hybrid':
      return {
        ...common,
        cpu_time_ms: ready.cgroupMode === 'v1' ? 'cgroup v1 cpuacct.usage' : 'cgroup v2 cpu.stat usage_usec',
        memory_kb: 'cgroup v1 memory.max_usage_in_bytes',
        processes: 'cgroup v1 pids.peak, where the kernel has it',
      };
    default:
      return {
        ...common,
        cpu_time_ms: 'wait4 rusage, of processes that were waited for',
        memory_kb: 'wait4 ru_maxrss, of the largest single process',
      };
  }
}

function layerOf(name: string, mechanism: string | null, degraded: readonly string[]): Layer {
  const mandatory = !OPTIONAL.has(name);
  if (mechanism !== null) return { name, mandatory, state: 'enforced', mechanism, remedy: null };
  const state = degraded.includes(name) ? 'degraded' : 'unavailable';
  return { name, mandatory, state, mechanism: null, remedy: remedyOf(name, state) };
}

function remedyOf(name: string, state: Layer['state']): string {
  if (state === 'degraded') return `Remove ${name} from the degraded layers to have it enforced again.`;
  return REMEDIES.get(name) ?? 'Run `gozolite doctor` to see what this host lacks.';
}
