import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { safeParts, writeArtifacts } from './artifacts.ts';

let root = '';
let folder = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gozolite-artifacts-'));
  folder = join(root, 'out');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const artifact = (path: string, content: string | null = 'x') => ({
  path,
  size: 1,
  content,
  encoding: 'utf8' as const,
  refused: content === null ? 'symlink' : null,
});
const write = (paths: readonly string[], overwrite = false) =>
  writeArtifacts(
    paths.map((path) => artifact(path)),
    { folder, overwrite },
  );

describe('writeArtifacts', () => {
  it('writes plain files in their folders, without the executable bit', async () => {
    const base64 = { ...artifact('a/b/c.bin'), content: '//4=', encoding: 'base64' as const };
    expect(await writeArtifacts([base64], { folder, overwrite: false })).toEqual([]);
    expect([...readFileSync(join(folder, 'a/b/c.bin'))]).toEqual([0xff, 0xfe]);
    expect(lstatSync(join(folder, 'a/b/c.bin')).mode & 0o111).toBe(0);
  });

  it('writes nothing outside the folder', async () => {
    const paths = ['../up', '/tmp/absolute', 'a/../../up', 'a//b', './a', 'a/', 'nul\0', ''];
    expect(await write(paths)).toHaveLength(paths.length);
    expect(readdirSync(root)).toEqual(['out']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not go through a symbolic link', async () => {
    mkdirSync(folder);
    mkdirSync(join(root, 'elsewhere'));
    symlinkSync(join(root, 'elsewhere'), join(folder, 'link'));
    symlinkSync(join(root, 'target'), join(folder, 'file'));
    for (const overwrite of [false, true]) {
      expect(await write(['link/x'], overwrite)).toHaveLength(1);
    }
    expect(await write(['file'])).toHaveLength(1);
    expect(await write(['file'], true)).toEqual([]);
    expect(lstatSync(join(folder, 'file')).isFile()).toBe(true);
    expect(existsSync(join(root, 'target'))).toBe(false);
    expect(readdirSync(join(root, 'elsewhere'))).toEqual([]);
  });

  it('replaces a file only when told to', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'a'), 'before');
    const [problem] = await write(['a']);
    expect(problem).toContain('--force');
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('before');
    expect(await write(['a'], true)).toEqual([]);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('x');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('says why an artifact did not come back', async () => {
    const problems = await writeArtifacts([artifact('a', null)], { folder, overwrite: false });
    expect(problems).toEqual(['The artifact a was not brought back: symlink.']);
  });
});

describe('safeParts', () => {
  it('splits a plain path', () => {
    expect(safeParts('a/b..c/.d')).toEqual(['a', 'b..c', '.d']);
  });
});
