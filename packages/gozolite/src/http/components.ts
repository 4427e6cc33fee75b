/**
 * Turns the wire schemas into named components that refer to each other, as plain JSON Schema.
 */
import { COMPONENTS } from './wire-schemas.ts';

export type JsonSchema = { readonly [keyword: string]: unknown };

const asText = (value: unknown): string => JSON.stringify(value);

const NAMES = new Map(Object.entries(COMPONENTS).map(([name, schema]) => [asText(schema), name]));

/** Replaces every schema inside `value` that is a component by a reference to it. */
const referring = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(referring);
  if (typeof value !== 'object' || value === null) return value;
  const name = NAMES.get(asText(value));
  if (name !== undefined) return { $ref: `${name}#` };
  return inside(value);
};

const inside = (value: object): JsonSchema =>
  Object.fromEntries(Object.entries(value).map(([keyword, inner]) => [keyword, referring(inner)]));

/** One schema a component, each with its name as `$id`. */
export const componentSchemas = (): readonly JsonSchema[] =>
  Object.entries(COMPONENTS).map(([name, schema]) => ({ $id: name, ...inside(schema) }));
