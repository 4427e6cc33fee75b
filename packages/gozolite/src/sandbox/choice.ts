/**
 * Which backend isolates programs when the operator did not say: the native one where it works, else containers.
 *
 * What always holds: the choice is made once, at the start, and never changed under a running service; its reason is part
 * of the status. Where neither works, the native backend stays, and says what it lacks.
 */
import type { BackendStatus } from './backend.ts';
import type { ServiceBackend } from './service-backend.ts';

export function preferNative(native: ServiceBackend, docker: () => ServiceBackend): ServiceBackend {
  let chosen = native;
  let reason = 'The native backend is preferred; whether it works here is being found out.';
  const start = async (): Promise<void> => {
    await native.start();
    const { ready, problem } = native.status();
    if (ready) {
      reason = 'The native backend works here, and is preferred.';
      return;
    }
    const other = docker();
    await other.start();
    if (!other.status().ready) {
      reason = `Neither backend works here. Native: ${problem} Docker: ${other.status().problem}`;
      await other.close();
      return;
    }
    reason = `The native backend does not work here: ${problem}`;
    chosen = other;
    await native.close();
  };
  return {
    launch: () => native.launch(),
    start,
    status: (): BackendStatus => withReason(chosen.status(), reason),
    run: (spec, context) => chosen.run(spec, context),
    release: (bundle) => chosen.release(bundle),
    stats: () => chosen.stats(),
    reconfigure: (change) => chosen.reconfigure(change),
    close: () => chosen.close(),
  };
}

const withReason = (status: BackendStatus, reason: string): BackendStatus => ({
  backend: status.backend,
  ready: status.ready,
  problem: status.problem,
  remedy: status.remedy,
  layers: status.layers,
  metricSources: status.metricSources,
  chosen: reason,
  // Not read before somebody asks: a backend may have to gather them.
  get facts() {
    return status.facts;
  },
});
