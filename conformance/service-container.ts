/**
 * The service in a container, with what compose.yaml gives it: that file is read, so what is tested is what
 * is deployed. Only its network is another: the host's, so that the service can listen on loopback without a key.
 *
 * What always holds: the container is gone when its client is; the toolchains of this machine are mounted read-only.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { parse } from 'yaml';

const CHECKOUT = join(import.meta.dirname, '..');
const ROOTS = process.env.GOZOLITE_TEST_ROOTS ?? '/var/cache/gozolite/rootfs';

const Service = Type.Object({
  read_only: Type.Literal(true),
  cap_drop: Type.Array(Type.String()),
  cap_add: Type.Array(Type.String()),
  security_opt: Type.Array(Type.String()),
  tmpfs: Type.Array(Type.String()),
  cgroup: Type.String(),
  mem_limit: Type.String(),
  memswap_limit: Type.String(),
  pids_limit: Type.Number(),
});

function composed(): Static<typeof Service> {
  const service: unknown = parse(readFileSync(join(CHECKOUT, 'compose.yaml'), 'utf8')).services.gozolite;
  if (!Check(Service, service)) throw new Error('compose.yaml is not as it is read here.');
  return service;
}

/** `docker run` of the service as Compose would, without the image and what follows. */
export function composeArguments(): string[] {
  const service = composed();
  const all = (flag: string, values: readonly string[]) => values.map((value) => `${flag}=${value}`);
  return [
    '--init',
    '--read-only',
    ...all('--cap-drop', service.cap_drop),
    ...all('--cap-add', service.cap_add),
    ...all(
      '--security-opt',
      service.security_opt.map((option) => option.replace(':./', `=${CHECKOUT}/`).replace(':', '=')),
    ),
    ...all('--tmpfs', service.tmpfs),
    `--cgroupns=${service.cgroup}`,
    `--memory=${service.mem_limit}`,
    `--memory-swap=${service.memswap_limit}`,
    `--pids-limit=${service.pids_limit}`,
  ];
}

export const dockerHost = (): string[] =>
  process.env.GOZOLITE_DOCKER_HOST === undefined ? [] : ['--host', process.env.GOZOLITE_DOCKER_HOST];

const names = new WeakMap<ChildProcess, string>();

export function startContained(image: string, environment: Readonly<Record<string, string>>): ChildProcess {
  const name = `gozolite-test-${randomBytes(6).toString('hex')}`;
  const roots = dirname(realpathSync(join(ROOTS, 'current')));
  const rootfs = realpathSync(join(ROOTS, 'current'));
  const variables = { ...environment, GOZOLITE_BACKEND: 'native', GOZOLITE_ROOTFS: rootfs };
  const child = spawn(
    'docker',
    [
      ...dockerHost(),
      ...['run', '--rm', '--name', name, '--network', 'host', '--volume', `${roots}:${roots}:ro`],
      ...composeArguments(),
      ...Object.entries(variables).flatMap(([key, value]) =>
        value === '' ? [] : ['--env', `${key}=${value}`],
      ),
      image,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  names.set(child, name);
  return child;
}

export type Contained = {
  /** The service, as the host sees it: the one child of the container's first process. */
  readonly pid: number;
  /** Part of the name of the container's cgroups, below which it makes all of its own. */
  readonly cgroupName: string;
};

/** Null for a service that runs on the host itself. */
export function containedService(child: ChildProcess): Contained | null {
  const name = names.get(child);
  if (name === undefined) return null;
  const inspect = [...dockerHost(), 'inspect', '--format', '{{.State.Pid}} {{.Id}}', name];
  const [first = '', id = ''] = execFileSync('docker', inspect, { encoding: 'utf8' }).trim().split(' ');
  const children = readFileSync(`/proc/${first}/task/${first}/children`, 'utf8').trim().split(' ');
  return { pid: Number(children[0]), cgroupName: id };
}
