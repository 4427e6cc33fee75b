/**
 * Remembers between starts which toolchains were ready, so that a restarted service answers at once while the canaries run
 * again in the background.
 *
 * What always holds: only `ready` is remembered, only for the same file system and the same definition and canary; a
 * memory that cannot be read or written is the same as none.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { VersionDefinition } from './definition.ts';
import type { LoadedLanguage } from './load-languages.ts';
import { loadCanary } from './samples.ts';
import type { Entry, Known } from './toolchain-entry.ts';

export type CheckMemory = {
  recall(language: LoadedLanguage, definition: VersionDefinition): Known | null;
  store(entries: readonly Entry[]): void;
};

const Remembered = Type.Record(
  Type.String(),
  Type.Object({
    state: Type.Literal('ready'),
    version: Type.String(),
    canaryMs: Type.Number(),
    checkedAt: Type.String(),
  }),
);
type Remembered = Static<typeof Remembered>;
const schema = Compile(Remembered);

/** What `identity` tells changes whenever the file system or the sandbox does. */
export function checkMemory(file: string, identity: () => string): CheckMemory {
  const remembered = read(file);
  const keyOf = (language: LoadedLanguage, definition: VersionDefinition) =>
    createHash('sha256')
      .update(
        JSON.stringify([identity(), language.definition.id, definition, loadCanary(language, definition)]),
      )
      .digest('hex');
  return {
    recall: (language, definition) => remembered[keyOf(language, definition)] ?? null,
    store(entries) {
      const ready: Remembered = {};
      for (const { language, definition, known } of entries) {
        if (known.state === 'ready') ready[keyOf(language, definition)] = known;
      }
      write(file, ready);
    },
  };
}

function read(file: string): Remembered {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return schema.Check(value) ? value : {};
  } catch {
    return {};
  }
}

function write(file: string, ready: Remembered): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(ready), { mode: 0o644 });
    renameSync(`${file}.new`, file);
  } catch {
    // Without a memory the next start only takes longer.
  }
}
