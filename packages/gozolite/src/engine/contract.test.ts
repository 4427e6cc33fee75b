import {
  Capabilities,
  ExecutionRequest,
  Health,
  LIMIT_NAMES,
  type Limits,
  type LanguageInfo as WireLanguage,
} from '@gozolite/client';
import { Compile } from 'typebox/compile';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { LanguageInfo } from '../languages/languages.ts';
import type { BackendStatus } from '../sandbox/backend.ts';
import { COMPILE_DEFAULTS } from './limits.ts';

type Mutable<T> = { -readonly [key in keyof T]: T[key] extends object ? Mutable<T[key]> : T[key] };

describe('the contract and the ports agree', () => {
  it('on what is known of a language', () => {
    expectTypeOf<Mutable<LanguageInfo>>().toExtend<WireLanguage>();
    expectTypeOf<WireLanguage>().toExtend<Mutable<LanguageInfo>>();
  });

  it('on what is known of an isolation layer', () => {
    type WireLayer = Capabilities['layers'][number];
    expectTypeOf<Mutable<BackendStatus['layers'][number]>>().toExtend<WireLayer>();
    expectTypeOf<WireLayer>().toExtend<Mutable<BackendStatus['layers'][number]>>();
  });

  it('on the names of limits', () => {
    expect(Object.keys(COMPILE_DEFAULTS)).toEqual(LIMIT_NAMES);
    expectTypeOf(COMPILE_DEFAULTS).toEqualTypeOf<Limits>();
  });
});

it.each([
  ['request', ExecutionRequest],
  ['capabilities', Capabilities],
  ['health', Health],
])('the schema of %s refuses unknown fields', (_, schema) => {
  const errors = Compile(schema).Errors({ unknown: 1 });
  expect(errors.map(({ instancePath, keyword }) => [instancePath, keyword])).toContainEqual([
    '/unknown',
    'boolean',
  ]);
});
