/**
 * The schema of `languages/<id>/language.yaml`: everything the engine knows of a language is data of this shape.
 *
 * Commands are argv arrays, never shell strings. Placeholders in them and in `env` values: `{source}` the entrypoint's path,
 * `{stem}` its name without folder and extension, `{sources}` (an item by itself) all submitted files with one of the
 * language's extensions, `{compile_args}` and `{args}` (items by themselves) what the request gives, `{memory_mb}` the stage's memory limit and
 * `{heap_mb}` the part of it that `heap` leaves to a managed heap. `{{` and `}}` are literal braces.
 * Without `{args}` the program's arguments are appended to the run command.
 */
import { LimitsRequest } from '@gozolite/client';
import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false } as const;
const Argv = Type.Array(Type.String(), { minItems: 1 });
const Env = Type.Record(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }), Type.String());

const Install = Type.Object(
  {
    debian: Type.Optional(Type.Array(Type.String(), { description: 'Debian packages.' })),
    suite: Type.Optional(Type.String({ description: 'Debian suite of these packages, when not the rootfs’ own.' })),
    npm: Type.Optional(Type.Array(Type.String({ description: 'name@version' }))),
    pypi: Type.Optional(Type.Array(Type.String({ description: 'name==version' }))),
    maven: Type.Optional(Type.Array(Type.String({ description: 'group:artifact:version[:classifier]' }))),
    official: Type.Optional(Type.String({ description: 'Where to get it by hand, when no package source has it.' })),
  },
  closed,
);

const Stage = Type.Object(
  {
    argv: Argv,
    env: Type.Optional(Env),
    limits: Type.Optional(LimitsRequest),
    /** Share of the memory limit given to the runtime's own heap, after a reserve for the rest of it. */
    heap: Type.Optional(
      Type.Object({ reserve_mb: Type.Integer({ minimum: 0 }), percent: Type.Integer({ minimum: 1, maximum: 100 }) }, closed),
    ),
  },
  closed,
);
export type StageDefinition = Static<typeof Stage>;

const versionFields = {
  install: Type.Optional(Install),
  /** How the version is read: the first group of `pattern` in what `argv` prints on stdout or stderr. */
  version: Type.Object({ argv: Argv, pattern: Type.String(), env: Type.Optional(Env) }, closed),
  source: Type.String({ description: 'File name given to `code`.' }),
  /** When `code` matches, the first group names the file instead, with the extension of `source`. */
  source_pattern: Type.Optional(Type.String()),
  /** Files laid out beside the sources, e.g. a project file the toolchain insists on. */
  extra_files: Type.Optional(Type.Record(Type.String(), Type.String())),
  compile: Type.Optional(Stage),
  run: Stage,
  env: Type.Optional(Env),
  /** Argv steps run as root in the rootfs when the toolchain is installed: caches, precompiled headers, links. */
  prepare: Type.Optional(Type.Array(Type.Object({ argv: Argv, env: Type.Optional(Env) }, closed))),
};

/** One way of running a language: a version, or an alternative implementation (`python@pypy`). */
export const VersionDefinition = Type.Object(versionFields, closed);
export type VersionDefinition = Static<typeof VersionDefinition>;

export const LanguageDefinition = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9_+.#-]*$', maxLength: 32 }),
    name: Type.String({ minLength: 1 }),
    aliases: Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9_+.#-]*$' })),
    extensions: Type.Array(Type.String({ pattern: '^\\.[A-Za-z0-9+_.-]+$' })),
    set: Type.Union(['starter', 'core', 'standard', 'all'].map((name) => Type.Literal(name)), {
      description: 'The smallest set it belongs to.',
    }),
    licence: Type.Optional(Type.String()),
    homepage: Type.Optional(Type.String()),
    notes: Type.Optional(Type.String()),
    ...versionFields,
    /** Further versions, each a patch over the fields above; `name` is what `language@name` selects beside its version number. */
    versions: Type.Optional(
      Type.Array(
        Type.Intersect([Type.Object({ name: Type.String() }), Type.Partial(Type.Object(versionFields))]),
      ),
    ),
  },
  closed,
);
export type LanguageDefinition = Static<typeof LanguageDefinition>;
