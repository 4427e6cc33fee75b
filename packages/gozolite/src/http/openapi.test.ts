import { ERROR_CODES, ERRORS } from '@gozolite/client';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestService, testService } from './test-service.ts';
import { COMPONENTS } from './wire-schemas.ts';

let service: TestService;
let document: object;

/** What is at this place in the document. */
const at = (...path: readonly (string | number)[]): unknown => {
  let value: unknown = document;
  for (const key of path)
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return value;
};
const keysAt = (...path: readonly string[]): string[] => Object.keys(Object(at(...path))).sort();

beforeAll(async () => {
  service = await testService();
  document = (await service.app.inject('/openapi.json')).json();
});
afterAll(() => service[Symbol.asyncDispose]());

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(at('openapi')).toMatch(/^3\.1\./);
    const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it('names its components, and every reference leads to one', () => {
    expect(keysAt('components', 'schemas')).toEqual(Object.keys(COMPONENTS).sort());
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target);
    expect(references.length).toBeGreaterThan(20);
    for (const target of new Set(references)) {
      expect(target).toMatch(/^#\/components\/schemas\/\w+$/);
      expect(at('components', 'schemas')).toHaveProperty(String(target).split('/').at(-1) ?? '');
    }
    expect(text).toContain('{"$ref":"#/components/schemas/Limits"}');
  });

  it('documents every code of the catalogue', () => {
    const execute = ['paths', '/execute', 'post', 'responses'] as const;
    for (const code of ERROR_CODES) {
      const { status } = ERRORS[code];
      if (status === 200) expect(at('info', 'description')).toContain(`\`${code}\``);
      else if (code === 'NOT_FOUND') {
        expect(at('paths', '/languages/{id}', 'get', 'responses', 404, 'description')).toContain(code);
      } else expect(at(...execute, status, 'description')).toContain(`\`${code}\``);
      if ('retryAfter' in ERRORS[code])
        expect(at(...execute, status, 'headers')).toHaveProperty('Retry-After');
    }
  });

  it('documents every address there is', () => {
    expect(keysAt('paths')).toEqual([
      '/capabilities',
      '/diagnostics',
      '/execute',
      '/executions/{id}',
      '/health',
      '/health/live',
      '/health/ready',
      '/languages/{id}',
      '/metrics',
    ]);
    const media = ['paths', '/execute', 'post', 'requestBody', 'content', 'application/json'] as const;
    expect(at(...media, 'examples', 'smallest', 'value')).toEqual({
      language: 'python',
      code: 'print(21*2)',
    });
  });
});
