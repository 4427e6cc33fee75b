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

type Headers = Readonly<Record<string, string>>;

async function getJson(url: string, headers: Headers = {}): Promise<unknown> {
  return (await fetch(url, { headers })).json();
}

export async function readCapabilities(base: string, headers: Headers = {}): Promise<Capabilities> {
  const value = await getJson(`${base}/capabilities`, headers);
  if (!Check(Capabilities, value))
    throw new Error('/capabilities does not have the languages and their states.');
  return value;
}
