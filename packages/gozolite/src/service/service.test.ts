import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { LanguageInfo } from '../languages/languages.ts';
import type { Log } from '../telemetry/log.ts';
import { remnant } from './drop-privileges.ts';
import { languageSummary } from './language-summary.ts';
import { planPrivileges } from './service-user.ts';
import { handleSignals } from './signals.ts';

const passwd = [
  'root:x:0:0::/root:/bin/sh',
  'nobody:x:65534:65533::/:/bin/false',
  'toor:x:0:0::/:/bin/sh',
].join('\n');

describe('as whom the service runs', () => {
  it('is "gozolite" where there is one, else "nobody"', () => {
    expect(planPrivileges(null, { uid: 0, passwd })).toEqual({
      kind: 'drop',
      user: { name: 'nobody', uid: 65534, gid: 65533 },
    });
    const both = `${passwd}\ngozolite:x:990:991::/:/bin/false`;
    expect(planPrivileges(null, { uid: 0, passwd: both })).toMatchObject({
      user: { name: 'gozolite', uid: 990 },
    });
  });

  it('is who the operator says, by name or ids', () => {
    expect(planPrivileges('1000:1001', { uid: 0, passwd })).toMatchObject({ user: { uid: 1000, gid: 1001 } });
    expect(planPrivileges('nobody', { uid: 0, passwd })).toMatchObject({ user: { uid: 65534 } });
  });

  it('stays root only when told so by that name, and says it', () => {
    expect(planPrivileges('root', { uid: 0, passwd })).toMatchObject({ kind: 'keep', warning: /privileges/ });
    for (const alias of ['toor', '0:0', '1000:0', 'stranger']) {
      expect(planPrivileges(alias, { uid: 0, passwd }).kind).toBe('invalid');
    }
  });

  it('stays who it is when not started by root', () => {
    expect(planPrivileges(null, { uid: 1000, passwd })).toEqual({ kind: 'unprivileged', warning: null });
    expect(planPrivileges('nobody', { uid: 1000, passwd })).toMatchObject({ warning: /ignored/ });
  });
});

describe('what is left of root', () => {
  const user = { name: 'x', uid: 7, gid: 8 };
  const clean = [
    'Uid:\t7\t7\t7\t7',
    'Gid:\t8\t8\t8\t8',
    'Groups:\t ',
    ...['CapInh', 'CapPrm', 'CapEff', 'CapAmb'].map((name) => `${name}:\t0000000000000000`),
  ].join('\n');

  it('is nothing when every id and capability is gone', () => expect(remnant(clean, user)).toBeNull());

  it.each([
    ['Uid:\t7\t7\t7\t7', 'Uid:\t7\t7\t0\t7'],
    ['Gid:\t8\t8\t8\t8', 'Gid:\t0\t8\t8\t8'],
    ['Groups:\t ', 'Groups:\t0 4'],
    ['CapPrm:\t0000000000000000', 'CapPrm:\t0000000000000001'],
  ])('is seen in %s', (from, to) => expect(remnant(clean.replace(from, to), user)).not.toBeNull());
});

describe('signals', () => {
  const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const setUp = (stop: () => Promise<void>) => {
    const source = new EventEmitter();
    const exits: number[] = [];
    let looks = 0;
    const { promise: lost, resolve: lose } = Promise.withResolvers<string>();
    const exit = (code: number) => exits.push(code);
    handleSignals(source, { log: silent, stop, lost, revalidate: () => looks++, exit });
    return { source, exits, looks: () => looks, lose };
  };

  it('a sandbox that is lost for good stops in order and exits 1', async () => {
    const { exits, lose } = setUp(() => Promise.resolve());
    lose('The keeper is gone.');
    await new Promise(setImmediate);
    expect(exits).toEqual([1]);
  });

  it('a sandbox that is lost while stopping changes nothing', async () => {
    const stopped = Promise.withResolvers<void>();
    const { source, exits, lose } = setUp(() => stopped.promise);
    source.emit('SIGTERM');
    lose('The keeper is gone.');
    await new Promise(setImmediate);
    expect(exits).toEqual([]);
    stopped.resolve();
    await new Promise(setImmediate);
    expect(exits).toEqual([0]);
  });

  it('TERM stops in order and exits 0', async () => {
    const { source, exits } = setUp(() => Promise.resolve());
    source.emit('SIGTERM');
    await new Promise(setImmediate);
    expect(exits).toEqual([0]);
  });

  it('a second signal exits at once', () => {
    const { source, exits } = setUp(() => new Promise(() => {}));
    source.emit('SIGINT');
    expect(exits).toEqual([]);
    source.emit('SIGTERM');
    expect(exits).toEqual([1]);
  });

  it('HUP looks at the toolchains, until the service stops', () => {
    const { source, looks } = setUp(() => new Promise(() => {}));
    source.emit('SIGHUP');
    source.emit('SIGTERM');
    source.emit('SIGHUP');
    expect(looks()).toBe(1);
  });

  it('an error that nothing caught, or a stop that fails, exits 1', async () => {
    const caught = setUp(() => Promise.resolve());
    caught.source.emit('unhandledRejection', new Error('bug'));
    const failing = setUp(() => Promise.reject(new Error('stuck')));
    failing.source.emit('SIGTERM');
    await new Promise(setImmediate);
    expect([caught.exits, failing.exits]).toEqual([[1], [1]]);
  });
});

it('the summary names what is missing and what is broken', () => {
  const info = (id: string, state: LanguageInfo['state']): LanguageInfo => ({
    id,
    state,
    name: id,
    aliases: [],
    extensions: [],
    set: 'all',
    compiled: false,
    version: null,
    versions: [],
  });
  expect(
    languageSummary([info('c', 'ready'), info('go', 'missing'), info('d', 'broken'), info('v', 'missing')]),
  ).toBe('1 of 4 languages are ready; not installed: go, v; installed but not working: d');
});
