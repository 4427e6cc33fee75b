/**
 * The one schema of every setting: its type, bounds, default and meaning. The environment variable of a setting, its
 * line in docs/configuration.md and its check at start all come from here.
 *
 * A setting without `default` has one that depends on the machine: see computed-defaults.ts.
 */
import { Limits } from '@gozolite/client';
import { type Static, Type } from 'typebox';

const optionalText = (description: string) =>
  Type.Union([Type.String({ minLength: 1 }), Type.Null()], { default: null, description });

const list = (description: string, pattern: string) =>
  Type.Array(Type.String({ pattern }), { default: [], description });

export const Settings = Type.Object(
  {
    host: Type.String({
      minLength: 1,
      default: '127.0.0.1',
      description: 'Address to listen on. Anything but a loopback address needs `GOZOLITE_API_KEYS_FILE`.',
    }),
    port: Type.Integer({
      minimum: 0,
      maximum: 65535,
      default: 8080,
      description: 'Port to listen on; 0 picks a free one.',
    }),
    slots: Type.Integer({ minimum: 1, maximum: 256, description: 'Executions that run at the same time.' }),
    queue: Type.Integer({
      minimum: 0,
      maximum: 100_000,
      default: 256,
      description:
        'Executions that may wait for a slot; beyond that a request is answered with `OVERLOADED`.',
    }),
    queue_timeout_ms: Type.Integer({
      minimum: 1,
      maximum: 600_000,
      default: 10_000,
      description: 'How long an execution may wait for a slot, in milliseconds.',
    }),
    prepared: Type.Integer({ minimum: 0, maximum: 64, description: 'Sandboxes made ready ahead of need.' }),
    connections: Type.Integer({
      minimum: 1,
      maximum: 65_536,
      default: 1024,
      description: 'Open HTTP connections; further ones are closed at once.',
    }),
    body_bytes: Type.Integer({
      minimum: 1024,
      maximum: 32 * 1024 * 1024,
      default: 8 * 1024 * 1024,
      description: 'Largest request body, in bytes.',
    }),
    backend: Type.Union([Type.Literal('auto'), Type.Literal('native'), Type.Literal('docker')], {
      default: 'auto',
      description:
        'What isolates programs: `native` (the supervisor), `docker` (a container for each run), or `auto`: native where it works, else docker; `/capabilities` says which, and why.',
    }),
    docker_host: optionalText(
      'Docker backend: the engine, as `unix:///path` or `tcp://host:port`. Default: `DOCKER_HOST`, else the usual socket.',
    ),
    docker_image: optionalText(
      'Docker backend: image of the containers, which has the toolchains and the init. Default: made once from the installed toolchains.',
    ),
    docker_runtime: optionalText(
      'Docker backend: runtime of the containers, e.g. `runsc` or `kata`. Default: that of the engine.',
    ),
    docker_runtimes: list(
      'Docker backend: another runtime for some languages, as `language=runtime`, separated by commas.',
      '^[a-z0-9][a-z0-9_+#.-]*=[A-Za-z0-9][A-Za-z0-9_.-]*$',
    ),
    docker_cpus: Type.Number({
      minimum: 0,
      maximum: 1024,
      default: 0,
      description: 'Docker backend: CPUs that one container may use at a time; 0 is all there are.',
    }),
    rootfs: Type.String({
      pattern: '^(auto|host|/.*)$',
      default: 'auto',
      description:
        'File system that programs see: `host` (read-only parts of this machine), a path to a toolchain rootfs, or `auto` (the installed rootfs if there is one, else `host`).',
    }),
    cache_dir: Type.String({
      minLength: 1,
      description: 'Folder for what can be made again: toolchain root file systems, validation results.',
    }),
    languages_dir: optionalText(
      'A folder of further language definitions, beside the ones that come with GozoLite.',
    ),
    default_limits: Limits,
    max_limits: Limits,
    log_level: Type.Union(
      [
        Type.Literal('fatal'),
        Type.Literal('error'),
        Type.Literal('warn'),
        Type.Literal('info'),
        Type.Literal('debug'),
        Type.Literal('trace'),
        Type.Literal('silent'),
      ],
      { default: 'info', description: 'Least severity that is logged.' },
    ),
    api_keys_file: optionalText('File of API key records. When set, every request must carry a key.'),
    allowed_hosts: list(
      'Host names that requests may name in their Host header, with or without a port, separated by commas. Empty: loopback names and `GOZOLITE_HOST` while no API key is required, any name when one is.',
      '^(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?$',
    ),
    tenant_concurrency: Type.Integer({
      minimum: 0,
      maximum: 256,
      default: 0,
      description:
        'Executions that one tenant may have running at one time, where its key says nothing else; 0 is no limit but the slots.',
    }),
    rate_limit: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 0,
      description:
        'Executions a caller may ask for in a minute, where its key says nothing else; 0 is no limit.',
    }),
    cpu_quota: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 0,
      description:
        'CPU seconds a caller may use in a minute, where its key says nothing else; 0 is no limit.',
    }),
    idempotency_seconds: Type.Integer({
      minimum: 0,
      maximum: 86_400,
      default: 3600,
      description:
        'How long the answer to a request with an `Idempotency-Key` is kept for its repetition; 0 ignores the header.',
    }),
    audit_dir: optionalText(
      'Folder of the audit log: a hash-chained event for every execution. No audit log is written where it is not set.',
    ),
    audit_sync: Type.Union([Type.Literal('fsync'), Type.Literal('write')], {
      default: 'fsync',
      description:
        'What an answer waits for: `fsync` that its event is on the disk, so that it survives the end of the machine; `write` that the system has it, so that it survives the end of the service.',
    }),
    audit_segment_bytes: Type.Integer({
      minimum: 4096,
      maximum: 1_073_741_824,
      default: 67_108_864,
      description: 'A file of the audit log is followed by another one from this size on.',
    }),
    audit_keep: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 0,
      description: 'Files of the audit log that are kept; 0 keeps all.',
    }),
    audit_code: Type.Boolean({
      default: false,
      description:
        'Whether the audit log also holds every request as a whole: code, files, input and environment.',
    }),
    degraded: list(
      'Mandatory isolation layers given up on purpose, by name, separated by commas. Every result and `/capabilities` say so.',
      '^[a-z][a-z0-9_-]*$',
    ),
    shutdown_grace_ms: Type.Integer({
      minimum: 0,
      maximum: 600_000,
      default: 10_000,
      description:
        'How long running executions may take to end when the service is told to stop, in milliseconds.',
    }),
    user: optionalText(
      'User that the service becomes when it was started as root: a name, or `uid:gid`. Default: `gozolite` if there is such a user, else `nobody`. `root` keeps all privileges, and is warned about.',
    ),
    cgroup: optionalText(
      'Cgroup below which sandboxes are made, as a path. Default: found by the supervisor.',
    ),
    supervisor: optionalText('Path of the supervisor program. Default: the one that comes with GozoLite.'),
  },
  { additionalProperties: false },
);
export type Settings = Static<typeof Settings>;
