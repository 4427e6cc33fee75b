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
      versions: Type.Array(
        Type.Object({ state: Type.String(), reason: Type.Union([Type.String(), Type.Null()]) }),
      ),
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

const Diagnostics = Type.Object({
  backend: Type.Object({
    layers: Type.Array(
      Type.Object({
        name: Type.String(),
        state: Type.String(),
        mechanism: Type.Union([Type.String(), Type.Null()]),
      }),
    ),
    facts: Type.Object({
      privilege: Type.Union([Type.Literal('root'), Type.Literal('userns'), Type.Literal('engine')]),
      cgroup_mode: Type.String(),
      landlock_abi: Type.Number(),
    }),
  }),
});
export type Isolation = Static<typeof Diagnostics>['backend'];

/** The layers in force, and with which rights they were put there. */
export async function readIsolation(base: string): Promise<Isolation> {
  const value = await getJson(`${base}/diagnostics`);
  if (!Check(Diagnostics, value)) throw new Error('/diagnostics does not tell the layers and the privilege.');
  return value.backend;
}
