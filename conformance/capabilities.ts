/**
 * What the suites need of `/capabilities` and `/diagnostics`, read with a schema, so that a change of shape fails here.
 */
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';

const Capabilities = Type.Object({
  languages: Type.Array(
    Type.Object({
      id: Type.String(),
      state: Type.String(),
      version: Type.Union([Type.String(), Type.Null()]),
      aliases: Type.Array(Type.String()),
    }),
  ),
});
export type Capabilities = Static<typeof Capabilities>;

export async function getJson(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

export async function readCapabilities(base: string): Promise<Capabilities> {
  const value = await getJson(`${base}/capabilities`);
  if (!Check(Capabilities, value))
    throw new Error('/capabilities does not have the languages and their states.');
  return value;
}

/** Every value at any depth whose key is `key`. */
export function valuesOf(tree: unknown, key: string): unknown[] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([name, value]) => [
    ...(name === key ? [value] : []),
    ...valuesOf(value, key),
  ]);
}
