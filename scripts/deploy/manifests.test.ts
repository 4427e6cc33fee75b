/**
 * The files in deploy/ are what they have to be: valid by schema, and of one mind with the supervisor and with each other
 * about what a service may do.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Namespace, Service, ServiceAccount } from 'kubernetes-models/v1';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { LEAST_FREE_BYTES } from '../../packages/gozolite/src/telemetry/disk-space.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const MODELS = {
  Deployment,
  HorizontalPodAutoscaler,
  Namespace,
  NetworkPolicy,
  PodDisruptionBudget,
  Service,
  ServiceAccount,
} as const;
const isKind = (kind: string): kind is keyof typeof MODELS => Object.hasOwn(MODELS, kind);

/** Without which the supervisor does not start, from its own table. */
const NEEDED = [...read('native/src/privilege.c').matchAll(/\{ CAP_[A-Z_]+, "CAP_([A-Z_]+)" \}/g)]
  .map(([, name]) => name)
  .sort();
const compose = parse(read('compose.yaml')).services.gozolite;

describe('the Kubernetes manifests', () => {
  const documents = parseAllDocuments(read('deploy/kubernetes/gozolite.yaml')).map((one) => one.toJS());

  test.each(documents.map((document) => [document.kind, document]))('%s is valid', (kind, document) => {
    if (!isKind(kind)) throw new Error(`There is no schema here for ${kind}.`);
    expect(() => new MODELS[kind](document).validate()).not.toThrow();
    expect(document.apiVersion).toBe(new MODELS[kind](document).apiVersion);
  });

  test('are all that is promised', () => {
    const kinds = documents.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(Object.keys(MODELS)));
  });

  test('a wrong one would be seen', () => {
    const deployment = structuredClone(documents.find(({ kind }) => kind === 'Deployment'));
    deployment.spec.template.spec.containers[0].ports[0].containerPort = 'http';
    expect(() => new Deployment(deployment).validate()).toThrow(/containerPort/);
  });

  const [container] = documents.find(({ kind }) => kind === 'Deployment').spec.template.spec.containers;

  test('give the container what Compose gives it, and nothing more', () => {
    const { capabilities, privileged, readOnlyRootFilesystem } = container.securityContext;
    expect({ privileged, readOnlyRootFilesystem }).toEqual({
      privileged: false,
      readOnlyRootFilesystem: true,
    });
    expect(capabilities.drop).toEqual(['ALL']);
    expect(capabilities.add).toEqual(compose.cap_add);
  });

  test('leave the state room enough to be ready', () => {
    const { volumes } = documents.find(({ kind }) => kind === 'Deployment').spec.template.spec;
    const state = volumes.find(({ name }: { name: string }) => name === 'state').emptyDir.sizeLimit;
    expect(Number.parseInt(state, 10) * 1024 ** 2, state).toBeGreaterThan(LEAST_FREE_BYTES);
  });

  test('find the pods by the labels they have', () => {
    const labels = { 'app.kubernetes.io/name': 'gozolite' };
    const deployment = documents.find(({ kind }) => kind === 'Deployment');
    expect(deployment.spec.template.metadata.labels).toEqual(labels);
    for (const { kind, spec } of documents) {
      if (kind === 'Service') expect(spec.selector).toEqual(labels);
      if (kind === 'PodDisruptionBudget') expect(spec.selector.matchLabels).toEqual(labels);
      if (kind === 'NetworkPolicy') expect(spec.podSelector.matchLabels).toEqual(labels);
    }
  });
});

describe('the Compose file', () => {
  test('gives the capabilities that the supervisor needs, and no other', () => {
    expect(compose.cap_drop).toEqual(['ALL']);
    expect([...compose.cap_add].sort()).toEqual(NEEDED);
  });

  test('is not privileged, has no engine’s socket and none of the host’s files, and bounds what it uses', () => {
    expect(compose.privileged).toBeUndefined();
    for (const volume of compose.volumes) expect(volume).toMatch(/^[a-z]+:\/var\/lib\/gozolite\//);
    expect(compose).toMatchObject({ read_only: true, cgroup: 'private', mem_limit: '4g', pids_limit: 4096 });
    expect(compose.security_opt).toEqual(
      expect.arrayContaining(['no-new-privileges:true', 'seccomp:./deploy/docker/seccomp.json']),
    );
  });

  test('leaves the state room enough to be ready', () => {
    const [, mb] = /\/state:size=(\d+)m/.exec(compose.tmpfs.join(' ')) ?? [];
    expect(Number(mb) * 1024 ** 2, mb).toBeGreaterThan(LEAST_FREE_BYTES);
  });

  test('is reached from this machine only', () => {
    for (const port of compose.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });
});

describe('the systemd unit', () => {
  const unit = read('deploy/systemd/gozolite.service');
  const bounding = /^CapabilityBoundingSet=(.*)$/m.exec(unit)?.[1]?.split(' ') ?? [];

  test('leaves the supervisor what it needs, and what it can use', () => {
    expect([...bounding].sort()).toEqual([...NEEDED, 'SYS_RESOURCE'].map((name) => `CAP_${name}`).sort());
  });

  const analyze = (...args: string[]) => spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  test.skipIf(analyze('--version').error !== undefined)('is less exposed than most', () => {
    const path = join(ROOT, 'deploy/systemd/gozolite.service');
    const { status, stdout } = analyze('security', '--offline=true', '--threshold=60', '--no-pager', path);
    expect(stdout).toMatch(/Overall exposure level/);
    expect(status).toBe(0);
  });
});
