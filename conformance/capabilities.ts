/**
 * What the suites need of `/capabilities` and `/diagnostics`, read with a schema, so that a change of shape fails here.
 */
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';

const Capabilities = Type.Object({
  backend: Type.String(),
  layers: Type.Array(Type.Object({ name: Type.String(), mandatory: Type.Boolean(), state: Type.String() })),
  differences: Type.Array(Type.Object({ name: Type.String(), what: Type.String() })),
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

async function getJson(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

export async function readCapabilities(base: string): Promise<Capabilities> {
  const value = await getJson(`${base}/capabilities`);
  if (!Check(Capabilities, value))
    throw new Error('/capabilities does not have the languages and their states.');
  return value;
}
