/**
 * The request of `POST /execute`. The smallest is `{"language":"python","code":"print(21*2)"}`.
 *
 * Rules a schema cannot say (exactly one of `code` and `files`, relative paths without `..`, valid base64, an
 * entrypoint that is among the files) are checked by the engine's intake, with the same kind of message.
 */
import { type Static, Type } from 'typebox';
import { LimitsRequest } from './limits.ts';
import { closed } from './shapes.ts';

export const SourceFile = Type.Object(
  {
    path: Type.String({
      minLength: 1,
      maxLength: 512,
      description: 'Relative path, with / between folders.',
    }),
    content: Type.String({ description: 'The content, as `encoding` says.' }),
    encoding: Type.Optional(Type.Union([Type.Literal('utf8'), Type.Literal('base64')], { default: 'utf8' })),
  },
  closed,
);
export type SourceFile = Static<typeof SourceFile>;

export const ExecutionRequest = Type.Object(
  {
    language: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Id or alias of a language; `python@3.13` selects a version by prefix.',
    }),
    code: Type.Optional(Type.String({ description: 'The program, when it is one file.' })),
    files: Type.Optional(Type.Array(SourceFile, { minItems: 1, maxItems: 256 })),
    entrypoint: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 512,
        description: 'Which of `files` is the program. Default: the first.',
      }),
    ),
    stdin: Type.Optional(Type.String({ description: 'Standard input, as UTF-8.' })),
    args: Type.Optional(Type.Array(Type.String({ maxLength: 65536 }), { maxItems: 256 })),
    env: Type.Optional(
      Type.Record(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }), Type.String({ maxLength: 65536 }), {
        ...closed,
        maxProperties: 128,
        description: 'Environment variables of the run stage, beside and over those of the language.',
      }),
    ),
    limits: Type.Optional(LimitsRequest),
    compile: Type.Optional(
      Type.Object(
        {
          args: Type.Optional(Type.Array(Type.String({ maxLength: 4096 }), { maxItems: 64 })),
          limits: Type.Optional(LimitsRequest),
        },
        closed,
      ),
    ),
    artifacts: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 512 }), {
        maxItems: 64,
        description: 'Globs, relative to the work folder, of files to bring back.',
      }),
    ),
    encoding: Type.Optional(
      Type.Union([Type.Literal('utf8'), Type.Literal('base64')], {
        default: 'utf8',
        description:
          'How stdout and stderr come back: text with invalid bytes replaced, or whole bytes as base64.',
      }),
    ),
  },
  closed,
);
export type ExecutionRequest = Static<typeof ExecutionRequest>;
