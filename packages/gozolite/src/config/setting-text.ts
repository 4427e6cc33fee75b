/**
 * Reads the value of one setting from text, as its schema says, and says in a sentence what is wrong with it.
 */
import { type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';

export type Read =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly expected: string };

const number = (schema: TSchema, key: 'minimum' | 'maximum'): string | null => {
  const value: unknown = Reflect.get(schema, key);
  return typeof value === 'number' ? String(value) : null;
};

const choicesOf = (schema: TSchema): string[] =>
  Type.IsUnion(schema)
    ? schema.anyOf.flatMap((option) => (Type.IsLiteral(option) ? [String(option.const)] : []))
    : [];

/** What the setting takes, in words: `a whole number from 1 to 256`. */
export const expectation = (schema: TSchema): string => {
  if (Type.IsBoolean(schema)) return 'true or false';
  if (Type.IsInteger(schema)) {
    const [low, high] = [number(schema, 'minimum'), number(schema, 'maximum')];
    if (low !== null && high !== null) return `a whole number from ${low} to ${high}`;
    return low === null ? 'a whole number' : `a whole number of at least ${low}`;
  }
  const choices = choicesOf(schema);
  if (choices.length > 0) return `one of ${choices.join(', ')}`;
  if (Type.IsArray(schema)) return 'a list of names, separated by commas';
  const pattern: unknown = Reflect.get(schema, 'pattern');
  return typeof pattern === 'string' ? `text that matches ${pattern}` : 'text';
};

const parse = (schema: TSchema, text: string): unknown => {
  if (Type.IsInteger(schema)) return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  if (Type.IsBoolean(schema)) return text === 'true' || (text === 'false' ? false : text);
  if (Type.IsArray(schema)) {
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }
  return text;
};

/** The value of a setting from a source that has types of its own; its texts are read like any other text. */
export const readTyped = (schema: TSchema, value: unknown): Read => {
  if (typeof value === 'string') return readSetting(schema, value);
  return Check(schema, value) ? { ok: true, value } : { ok: false, expected: expectation(schema) };
};

export const readSetting = (schema: TSchema, text: string): Read => {
  const value = parse(schema, text.trim());
  return Check(schema, value) ? { ok: true, value } : { ok: false, expected: expectation(schema) };
};
