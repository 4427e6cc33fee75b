/**
 * The counters that a sandbox backend keeps, under the names that Prometheus' conventions ask for.
 */
export type CounterName = {
  readonly metric: string;
  readonly help: string;
  /** A counter only goes up while its source lives; a gauge is how many there are. */
  readonly kind: 'counter' | 'gauge';
};

const gauge = (metric: string, help: string): CounterName => ({ metric, help, kind: 'gauge' });
const counter = (metric: string, help: string): CounterName => ({ metric, help, kind: 'counter' });

/** By the backend's own name of it, in its counters or its facts. */
export const SANDBOX_COUNTERS: Readonly<Record<string, CounterName>> = {
  live: gauge('gozolite_sandboxes_live', 'Sandboxes in which a program is.'),
  prepared: gauge('gozolite_sandboxes_prepared', 'Sandboxes made ahead of need that wait for a program.'),
  bundles: gauge('gozolite_bundles', 'Work folders kept between two stages.'),
  bundle_bytes: gauge('gozolite_bundle_bytes', 'Bytes of the work folders kept between two stages.'),
  dying_cgroups: gauge(
    'gozolite_dying_cgroups',
    'Removed cgroups whose memory the kernel has not let go of.',
  ),
  in_flight: gauge('gozolite_stages_in_flight', 'Stages that were sent to the sandbox and have not ended.'),
  lives: gauge('gozolite_supervisor_connections', 'Supervisors that the service is connected to.'),
  runs: counter('gozolite_sandbox_runs_total', 'Programs that were started in a sandbox.'),
  setup_failures: counter('gozolite_sandbox_setup_failures_total', 'Sandboxes that could not be made.'),
  teardown_failures: counter(
    'gozolite_sandbox_teardown_failures_total',
    'Sandboxes that could not be removed as a whole.',
  ),
  restarts: counter('gozolite_supervisor_restarts_total', 'Supervisors that ended and were replaced.'),
  keeper_restarts: counter('gozolite_keeper_restarts_total', 'Keepers that ended and were replaced.'),
};
