import { afterAll, describe, expect, it } from 'vitest';
import { execute, resultOf, type TestOptions, type TestService, testService } from '../test-service.ts';

const services: TestService[] = [];
const start = async (options?: TestOptions): Promise<TestService> => {
  const service = await testService(options);
  services.push(service);
  return service;
};
afterAll(() => Promise.all(services.map((service) => service[Symbol.asyncDispose]())));

describe('what can be read', () => {
  it('/capabilities and /languages/{id}', async () => {
    const { app, parts } = await start();
    const capabilities = (await app.inject('/capabilities')).json();
    expect(capabilities.limits.run.maxima).toEqual(parts.config.settings.max_limits);
    expect(capabilities.layers[0].name).toBe('mount');
    const language = (await app.inject('/languages/PY')).json();
    expect(language).toEqual(capabilities.languages[0]);
    const unknown = await app.inject('/languages/pyton');
    expect([unknown.statusCode, unknown.json().message]).toEqual([
      404,
      'No such language is registered here. Did you mean "python"?',
    ]);
  });

  it('/health/ready is 503 with a reason when a part is not well', async () => {
    const { app } = await start({ backendStatus: { ready: false, problem: 'No cgroup is mounted.' } });
    const answer = await app.inject('/health/ready');
    expect([answer.statusCode, answer.json().status]).toEqual([503, 'not_ready']);
    expect(answer.body).toContain('No cgroup is mounted.');
    expect((await app.inject('/health')).statusCode).toBe(200);
    expect((await app.inject('/health/live')).json()).toEqual({ status: 'live' });
  });

  it('/metrics, with no label that a caller chose', async () => {
    const service = await start();
    await execute(service, { language: 'python' });
    const record = {
      id: '1',
      tenant: 't',
      keyId: null,
      version: null,
      codeSha256: '',
      result: resultOf('1'),
    };
    service.parts.metrics.observe({ ...record, language: 'python' });
    service.parts.metrics.observe({ ...record, language: 'forged"} 1' });
    const { body, headers } = await service.app.inject('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toContain('gozolite_executions_total{language="python",verdict="ok",tenant="t"} 1');
    expect(body).toContain('gozolite_executions_total{language="none",verdict="ok",tenant="t"} 1');
    expect(body).toContain('gozolite_refusals_total{cause="INVALID_REQUEST"} 1');
    expect(body).toContain('gozolite_sandboxes_live 1');
    expect(body).toContain('gozolite_supervisor_restarts_total 3');
    expect(body).toContain('gozolite_ready 1');
    // What there is none of here has no series, so that no alert takes it for a fault.
    expect(body).not.toMatch(/^gozolite_(audit|api_keys)/m);
    expect(body).toContain('gozolite_toolchain_state{language="python",state="ready"} 1');
    expect(body).not.toContain('forged');
  });

  it('/diagnostics, with every setting and where it came from', async () => {
    const { app } = await start({ environment: { GOZOLITE_QUEUE: '7' } });
    const { settings, process: facts } = (await app.inject('/diagnostics')).json();
    expect(settings).toContainEqual({ setting: 'GOZOLITE_QUEUE', value: 7, origin: 'environment' });
    expect(settings).toContainEqual({ setting: 'GOZOLITE_PORT', value: 8080, origin: 'default' });
    expect(facts.uid).toBe(process.getuid?.());
  });

  it('/docs, which loads nothing from elsewhere and allows only its own scripts', async () => {
    const { app } = await start();
    const page = await app.inject('/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(src|href)="(https?:)?\/\//);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/script-src 'self' 'sha256-[A-Za-z0-9+/=]{44}';/);
    expect(policy).not.toContain('http');
    expect((await app.inject('/docs')).statusCode).toBe(301);
    expect((await app.inject('/docs/js/scalar.js')).body.length).toBeGreaterThan(100_000);
    expect((await app.inject('/capabilities')).headers['content-security-policy']).toBe(
      "default-src 'none';frame-ancestors 'none'",
    );
  });
});
