/**
 * Sample programs: `languages/<id>/samples/<name>/` holds the files of one program and a sample.yaml that says what to send
 * and what must come back. Each is a conformance test, an example for people, and `hello` is the canary of the language. A
 * sample runs with every version, unless it says for which, or why not.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ERROR_CODES, type ExecutionRequest, LimitsRequest } from '@gozolite/client';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { VersionDefinition } from './definition.ts';
import { DefinitionError, type LoadedLanguage, readYaml } from './load-languages.ts';

const closed = { additionalProperties: false } as const;
const Texts = Type.Array(Type.String({ minLength: 1 }), { minItems: 1 });

export const Expectation = Type.Object(
  {
    error: Type.Optional(
      Type.Enum([...ERROR_CODES], { description: 'Default: none, the program ends with 0.' }),
    ),
    exit_code: Type.Optional(Type.Integer()),
    stdout: Type.Optional(Type.String({ description: 'All of it, exactly.' })),
    stdout_contains: Type.Optional(Texts),
    stderr_contains: Type.Optional(Texts),
    compile_contains: Type.Optional(
      Type.Array(Type.String(), { description: 'In what the compiler prints.' }),
    ),
  },
  closed,
);
export type Expectation = Static<typeof Expectation>;

const SampleFile = Type.Object(
  {
    title: Type.String({ minLength: 1, description: 'What it shows, in a few words.' }),
    entrypoint: Type.Optional(
      Type.String({ description: 'Default: the only file, or the one called like `source`.' }),
    ),
    stdin: Type.Optional(Type.String()),
    args: Type.Optional(Type.Array(Type.String())),
    env: Type.Optional(Type.Record(Type.String(), Type.String())),
    limits: Type.Optional(LimitsRequest),
    compile_args: Type.Optional(Type.Array(Type.String())),
    expect: Expectation,
    only: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        minItems: 1,
        description: 'Releases that it is for. Default: all.',
      }),
    ),
    versions: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Union([
          Type.Object(
            { skip: Type.String({ minLength: 1, description: 'Why it cannot be run with this release.' }) },
            closed,
          ),
          Type.Object({ expect: Expectation }, closed),
        ]),
        {
          description: 'What is different with some releases: what must come back, or why it cannot be run.',
        },
      ),
    ),
  },
  closed,
);
type SampleFile = Static<typeof SampleFile>;

export type Sample = {
  readonly language: string;
  readonly name: string;
  readonly title: string;
  /** The version selected, as in `language@release`; null for the default. */
  readonly release: string | null;
  readonly definition: VersionDefinition;
  /** Ready to send. */
  readonly request: ExecutionRequest;
  readonly expect: Expectation;
};

export const CANARY = 'hello';
const FILE = 'sample.yaml';
const schema = Compile(SampleFile);

/** The samples of one language, for each of its versions that they apply to. Throws `DefinitionError` when one is malformed. */
export function loadSamples(language: LoadedLanguage): readonly Sample[] {
  const folder = join(language.folder, 'samples');
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
  return language.versions.flatMap((version) =>
    names.flatMap((name) => readSample(language, name, version) ?? []),
  );
}

const canaries = new WeakMap<VersionDefinition, Sample>();

/** The `hello` sample. Read once: the service may later be a user who cannot read the definitions. */
export function loadCanary(language: LoadedLanguage, version: VersionDefinition): Sample {
  const known = canaries.get(version) ?? readCanary(language, version);
  canaries.set(version, known);
  return known;
}

function readCanary(language: LoadedLanguage, version: VersionDefinition): Sample {
  const canary = readSample(language, CANARY, version);
  if (canary !== null) return canary;
  throw new DefinitionError(`${join(language.folder, 'samples', CANARY)}: it must be for every version.`);
}

/** Null when the sample is not for this version. */
function readSample(language: LoadedLanguage, name: string, version: VersionDefinition): Sample | null {
  const { id, source } = language.definition;
  const place = join(language.folder, 'samples', name);
  const { title, expect, entrypoint, compile_args, only, versions, ...given } = readSampleFile(
    join(place, FILE),
  );
  const found = sourceFiles(place);
  checkReleases(language, place, [...(only ?? []), ...Object.keys(versions ?? {}), ...found.keys()]);
  const release = version.release ?? '';
  const difference = versions?.[release];
  if (only?.includes(release) === false) return null;
  if (difference !== undefined && 'skip' in difference) return null;
  const files = [...new Map([...(found.get('') ?? []), ...(found.get(release) ?? [])])]
    .map(([path, content]) => ({ path, content }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const [first] = files;
  if (first === undefined) throw new DefinitionError(`${place}: there is no program beside ${FILE}.`);
  const main = entrypoint ?? (files.length === 1 ? first.path : source);
  if (!files.some(({ path }) => path === main)) {
    throw new DefinitionError(`${place}: there is no file ${main}; name the program with "entrypoint".`);
  }
  const program =
    files.length === 1 && main === source ? { code: first.content } : { files, entrypoint: main };
  const isDefault = version === language.versions[0];
  const request: ExecutionRequest = {
    language: isDefault ? id : `${id}@${release}`,
    ...program,
    ...given,
    ...(compile_args === undefined ? {} : { compile: { args: compile_args } }),
  };
  return {
    language: id,
    name,
    title,
    release: isDefault ? null : release,
    definition: version,
    request,
    expect: difference?.expect ?? expect,
  };
}

function checkReleases({ versions }: LoadedLanguage, place: string, releases: readonly string[]): void {
  const unknown = releases.filter((name) => name !== '' && !versions.some(({ release }) => release === name));
  if (unknown.length === 0) return;
  throw new DefinitionError(`${join(place, FILE)}: there is no release ${unknown.join(', ')}.`);
}

function readSampleFile(file: string): SampleFile {
  const parsed = readYaml(file);
  if ('problems' in parsed) throw new DefinitionError(`${file}: ${parsed.problems.join('; ')}`);
  const { value } = parsed;
  if (schema.Check(value)) return value;
  const problems = [...schema.Errors(value)].filter(({ keyword }) => keyword !== 'boolean');
  const words = problems.map(({ instancePath, message }) => `${instancePath} ${message}`.trim());
  throw new DefinitionError(`${file}: ${words.join('; ')}.`);
}

/** Content by path, by the release that it is for; `''` for all. */
function sourceFiles(place: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const byRelease = new Map<string, Map<string, string>>();
  for (const entry of readdirSync(place, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === FILE) continue;
    const whole = join(entry.parentPath, entry.name);
    const [, release = '', path = ''] = /^(?:@([^/]+)\/)?(.*)$/.exec(relative(place, whole)) ?? [];
    const files = byRelease.get(release) ?? new Map<string, string>();
    byRelease.set(release, files.set(path, readFileSync(whole, 'utf8')));
  }
  return byRelease;
}
