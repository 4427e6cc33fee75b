/**
 * From what a container's init has found in force to the port's layers, metric sources and differences.
 *
 * What always holds: a layer is mandatory unless it is listed here as an addition to the others; what the init did not
 * find is never called enforced.
 */
import type { Difference, Layer } from '../backend.ts';
import type { ReadyMessage } from '../native/messages.ts';

const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['landlock', 'Use a kernel of 5.13 or newer with landlock in its list of security modules.'],
  ['user_namespace', 'Let unprivileged processes make user namespaces, or have the engine map user ids.'],
  ['cgroup_namespace', 'Use an engine that gives each container a cgroup namespace of its own.'],
]);
/** Where the runtime has a kernel of its own these cannot be seen from inside; the engine is asked for them all the same. */
const UNSEEN: ReadonlySet<string> = new Set([
  'cgroup_memory',
  'cgroup_pids',
  'cgroup_cpu',
  'seccomp',
  'mount_namespace',
]);

export function layersOf(ready: ReadyMessage, degraded: readonly string[], seen: boolean): readonly Layer[] {
  const reported = new Set(ready.layers.map(({ name }) => name));
  const absent = [...REMEDIES.keys()].filter((name) => !reported.has(name));
  return [...ready.layers, ...absent.map((name) => ({ name, mechanism: null }))].map(
    ({ name, mechanism }): Layer => {
      const unseen = mechanism === null && !seen && UNSEEN.has(name);
      const mandatory = !REMEDIES.has(name);
      if (mechanism !== null || unseen)
        return {
          name,
          mandatory,
          state: 'enforced',
          mechanism: mechanism ?? 'asked of the engine; not to be seen from inside this runtime',
          remedy: null,
        };
      const state = degraded.includes(name) ? 'degraded' : 'unavailable';
      const remedy =
        REMEDIES.get(name) ?? 'Use an engine and a runtime that enforce it; its log may say what it lacks.';
      return { name, mandatory, state, mechanism: null, remedy };
    },
  );
}

export const missingLayer = (layers: readonly Layer[]): Layer | undefined =>
  layers.find((layer) => layer.mandatory && layer.state === 'unavailable');

export function metricSourcesOf(cgroupMode: string, seen: boolean): Readonly<Record<string, string>> {
  const common = {
    time_ms: 'CLOCK_MONOTONIC at exec and at the end of the program, by the first process of the container',
    exit_code: 'waitpid',
  };
  if (!seen) return common;
  return cgroupMode === 'v2'
    ? {
        ...common,
        cpu_time_ms: 'cgroup v2 cpu.stat usage_usec of the container, from exec on',
        memory_kb: 'cgroup v2 memory.peak of the container, its start included',
      }
    : {
        ...common,
        cpu_time_ms: 'cgroup v1 cpuacct.usage of the container, from exec on',
        memory_kb: 'cgroup v1 memory.max_usage_in_bytes of the container, its start included',
      };
}

/** In what a run differs from one on the native backend. */
export const DIFFERENCES: readonly Difference[] = [
  {
    name: 'memory_of_the_start',
    what: 'memory_kb counts what the engine needed to start the container, a few MiB, and CPU time what the container’s init spends on passing output on.',
  },
  {
    name: 'least_memory',
    what: 'A memory limit below 6 MiB is refused as too small to start a program: the engine enforces no less.',
  },
  {
    name: 'disk_limit_by_folder',
    what: 'The disk limit holds for each of /box, /tmp and /dev/shm by itself, and not for all together; the memory limit bounds the sum.',
  },
  {
    name: 'buffers_of_sockets',
    what: 'On cgroup v1 what a program sends to itself over loopback and never reads is in no limit: the engine’s runtime sets none for it. On version 2 it is memory.',
  },
  {
    name: 'few_processes',
    what: 'A limit of fewer than 7 processes is enforced by RLIMIT_NPROC, which counts nowhere how often it refused: there is no evidence then.',
  },
  {
    name: 'peak_of_processes',
    what: 'The peak number of processes is not reported: the engine’s own threads were counted in it.',
  },
  {
    name: 'own_cgroup_visible',
    what: 'A program can read the counters of its own cgroup below /sys/fs/cgroup; the rest of /sys is hidden, and not absent.',
  },
  {
    name: 'terminals_and_queues',
    what: 'There are /dev/pts, /dev/ptmx and /dev/mqueue, all of the container’s own.',
  },
  {
    name: 'nice',
    what: 'A program runs with the nice value 19, so that the container’s init, in the same cgroup, keeps its time; among containers they have equal shares.',
  },
  {
    name: 'covered_not_absent',
    what: 'What /proc, /sys and /root hold of the host and of the image is covered by empty folders and by /dev/null: it is there and empty, and what is written to it is thrown away. The times of the nodes in /dev, all of the container’s own, can be changed.',
  },
  {
    name: 'storage_of_the_engine_named',
    what: 'A program can read in /proc/self/mountinfo where on the host the engine keeps the container’s layers; none of it can be reached.',
  },
  {
    name: 'init_of_one_user',
    what: 'The container’s init has the user id of the program. It cannot be traced, read, stopped or killed by it; were it, the run would end as a failure of the platform.',
  },
];
