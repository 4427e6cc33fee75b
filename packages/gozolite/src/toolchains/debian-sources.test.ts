import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mirrorOf, pinning } from './debian-sources.ts';

let etc: string;
beforeEach(() => {
  etc = mkdtempSync(join(tmpdir(), 'gozolite-etc-'));
  mkdirSync(join(etc, 'apt/sources.list.d'), { recursive: true });
});
afterEach(() => rmSync(etc, { recursive: true }));

const osRelease = (id: string) =>
  writeFileSync(join(etc, 'os-release'), `ID=${id}\nVERSION_CODENAME=bookworm\n`);
const DEBIAN = { archive: 'http://deb.debian.org/debian', security: 'http://deb.debian.org/debian-security' };

describe('mirrorOf', () => {
  it('takes the mirror of a Debian host, from a file of stanzas', () => {
    osRelease('debian');
    const text = `Types: deb deb-src
URIs: http://mirror.example/debian/
Suites: bookworm bookworm-updates
Components: main

# security
Types: deb
URIs: http://security.example/debian-security
Suites: bookworm-security
Components: main

Types: deb
URIs: http://other.example/tools
Suites: stable
Components: main
`;
    writeFileSync(join(etc, 'apt/sources.list.d/debian.sources'), text);
    expect(mirrorOf(undefined, etc)).toEqual({
      archive: 'http://mirror.example/debian',
      security: 'http://security.example/debian-security',
    });
  });

  it('takes it from a file of lines', () => {
    osRelease('debian');
    const text =
      '# deb http://old.example bookworm main\ndeb [arch=amd64] http://mirror.example/debian bookworm main\n';
    writeFileSync(join(etc, 'apt/sources.list'), text);
    expect(mirrorOf(undefined, etc)).toEqual({ ...DEBIAN, archive: 'http://mirror.example/debian' });
  });

  it("takes Debian's own for a host that is no Debian, and the one that is given before all", () => {
    osRelease('ubuntu');
    writeFileSync(join(etc, 'apt/sources.list'), 'deb http://ubuntu.example bookworm main\n');
    expect(mirrorOf(undefined, etc)).toEqual(DEBIAN);
    expect(mirrorOf('http://near.example/debian/', etc).archive).toBe('http://near.example/debian');
  });
});

it('lets only the named packages come from another suite', () => {
  expect(pinning('forky', ['nim'])).toMatch(
    /Package: nim src:nim\nPin: release n=forky\nPin-Priority: 990\n\nPackage: \*\n.*\nPin-Priority: -1/,
  );
});
