/**
 * The schema of `languages/<id>/language.yaml`: everything the engine knows of a language is data of this shape.
 * `languages/language.schema.json` is generated from it.
 *
 * Commands are argv arrays, never shell strings. Placeholders in the argv and env values of a stage:
 * `{source}` the entrypoint's path, `{dir}` its folder, `{stem}` its name without folder and extension, `{Stem}` the same with a
 * capital, `{module}` its path without extension and with dots for slashes, `{memory_mb}` the stage's memory limit,
 * `{heap_mb}` the part of it that `heap` leaves to a managed heap, `{heap_kb}` and `{heap_words}` the same in KiB and in words of
 * eight bytes. Items by themselves: `{sources}` all submitted files with one of the language's extensions, `{others}` the same
 * without the entrypoint, `{compile_args}` and `{args}` what the request gives. `{{` and `}}` are literal braces. Without `{args}`
 * the program's arguments are appended to the run command.
 */
import { LimitsRequest } from '@gozolite/client';
import { type Static, Type } from 'typebox';

const closed = { additionalProperties: false } as const;
const text = (description: string) => Type.String({ minLength: 1, description });
const Argv = Type.Array(Type.String(), {
  minItems: 1,
  description: 'Program and arguments. Never a shell string.',
});
const Env = Type.Record(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }), Type.String(), {
  description: 'Environment variables.',
});

/** The sets of languages, the smallest first. Each contains the ones before it. */
export const SET_NAMES = ['starter', 'core', 'standard', 'all'] as const;
export type SetName = (typeof SET_NAMES)[number];

const Install = Type.Object(
  {
    debian: Type.Optional(Type.Array(text('A Debian package.'))),
    suite: Type.Optional(
      text('Debian suite of these packages, when it is not the one the file system is made of.'),
    ),
    exclude: Type.Optional(
      Type.Array(
        text('Paths of Debian packages that no program needs: a pattern of dpkg, whose * crosses /.'),
      ),
    ),
    npm: Type.Optional(
      Type.Array(
        Type.String({
          pattern: '^(@[a-z0-9._-]+/)?[a-z0-9._-]+@[0-9][A-Za-z0-9.+-]*$',
          description:
            'An npm package as name@version, laid out in /opt/npm/<name>@<version>; no scripts run.',
        }),
      ),
    ),
    pypi: Type.Optional(
      Type.Array(
        Type.String({
          pattern: '^[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!-]*$',
          description: 'A PyPI wheel as name==version, laid out in /opt/pypi/<name>==<version>.',
        }),
      ),
    ),
    size_mb: Type.Optional(
      Type.Integer({ minimum: 1, description: 'About how much this adds to the file system, in MiB.' }),
    ),
    official: Type.Optional(text('How to install it by hand, a sentence, when no package source has it.')),
  },
  closed,
);

export const StageDefinition = Type.Object(
  {
    argv: Argv,
    env: Type.Optional(Env),
    limits: Type.Optional(LimitsRequest),
    heap: Type.Optional(
      Type.Object(
        {
          reserve_mb: Type.Integer({ minimum: 0, description: 'MiB kept for the rest of the runtime.' }),
          percent: Type.Integer({
            minimum: 1,
            maximum: 100,
            description: 'Share of what is left, for {heap_mb}, {heap_kb} and {heap_words}.',
          }),
        },
        { ...closed, description: 'How much of the memory limit a managed heap gets.' },
      ),
    ),
  },
  closed,
);
export type StageDefinition = Static<typeof StageDefinition>;

const PrepareStep = Type.Object(
  {
    argv: Argv,
    env: Type.Optional(Env),
    after_copy: Type.Optional(
      Type.Boolean({
        description:
          'Also when the file system is copied to add to it: what the step leaves tells files by more than their names, sizes and times.',
      }),
    ),
  },
  closed,
);
export type PrepareStep = Static<typeof PrepareStep>;

const versionFields = {
  release: Type.Optional(
    text('What `language@release` selects, beside the number that the toolchain itself reports.'),
  ),
  install: Type.Optional(Install),
  version: Type.Object(
    {
      argv: Argv,
      env: Type.Optional(Env),
      pattern: Type.String({ minLength: 1 }),
      needs: Type.Optional(
        text(
          'A file of the toolchain, where `argv` begins with a program that others bring along. Without it the toolchain is missing.',
        ),
      ),
    },
    {
      ...closed,
      description:
        'How the version is read: the first group of `pattern`, a regular expression, in what `argv` prints on stdout or stderr.',
    },
  ),
  source: text('File name given to `code`.'),
  source_pattern: Type.Optional(
    text(
      'A regular expression. When `code` matches, the first of its groups that does names the file, with the extension of `source`. `^` and `$` are at lines. It runs in the service on what anyone sends, so no code may keep it busy.',
    ),
  ),
  extra_files: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'Files laid out beside the sources, by path, unless the request has one of that path.',
    }),
  ),
  compile: Type.Optional(StageDefinition),
  run: StageDefinition,
  env: Type.Optional(Env),
  prepare: Type.Optional(
    Type.Array(PrepareStep, {
      description:
        'Commands run as root in the file system when the toolchain is installed: caches, precompiled headers, links. ' +
        'They may run twice. The folder `files` beside language.yaml is then in /opt/gozolite/<id>.',
    }),
  ),
};

const NAME_PATTERN = '^[a-z0-9][a-z0-9_+.#-]*$';

const placeFields = {
  set: Type.Optional(
    Type.Enum([...SET_NAMES], {
      description: "The smallest set of toolchains that this version belongs to. Default: the language's.",
    }),
  ),
  aliases: Type.Optional(
    Type.Array(Type.String({ pattern: NAME_PATTERN, maxLength: 32 }), {
      description: 'Names that mean this version, without saying the language.',
    }),
  ),
};

/** One way of running a language: a version, or another implementation (`python@pypy`). */
export const VersionDefinition = Type.Object({ ...versionFields, ...placeFields }, closed);
export type VersionDefinition = Static<typeof VersionDefinition>;

const { release: _, ...patchable } = versionFields;
const VersionPatch = Type.Object(
  {
    release: text('What `language@release` selects, beside the number that the toolchain itself reports.'),
    ...placeFields,
    ...Type.Partial(Type.Object(patchable)).properties,
  },
  closed,
);

export const LanguageDefinition = Type.Object(
  {
    id: Type.String({ pattern: NAME_PATTERN, maxLength: 32 }),
    name: text('The name as people write it.'),
    aliases: Type.Array(Type.String({ pattern: NAME_PATTERN, maxLength: 32 })),
    extensions: Type.Array(Type.String({ pattern: '^\\.[A-Za-z0-9+_.-]+$' }), {
      description: 'File name extensions with the dot, the usual one first.',
    }),
    set: Type.Enum([...SET_NAMES], { description: 'The smallest set of toolchains that it belongs to.' }),
    licence: Type.Optional(text('Licence of the toolchain, as an SPDX expression where there is one.')),
    homepage: Type.Optional(text('Where the language is documented.')),
    notes: Type.Optional(text('What a user of the language here must know.')),
    ...versionFields,
    versions: Type.Optional(
      Type.Array(VersionPatch, {
        description: 'Further versions: each replaces some of the fields above, whole, and keeps the others.',
      }),
    ),
  },
  closed,
);
export type LanguageDefinition = Static<typeof LanguageDefinition>;
