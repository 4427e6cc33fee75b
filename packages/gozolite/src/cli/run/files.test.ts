import { describe, expect, it } from 'vitest';
import { extraFile } from './files.ts';

describe('extraFile', () => {
  it('keeps the name of a path below the current folder', () => {
    expect(extraFile('data/in.csv')).toEqual({ name: 'data/in.csv', path: 'data/in.csv' });
    expect(extraFile('./data/../in.csv').name).toBe('in.csv');
  });

  it('takes only the last part of any other', () => {
    expect(extraFile('/etc/hostname').name).toBe('hostname');
    expect(extraFile('../../in.csv').name).toBe('in.csv');
  });

  it('takes a name of the caller', () => {
    expect(extraFile('lib/in.csv=/tmp/a=b')).toEqual({ name: 'lib/in.csv', path: '/tmp/a=b' });
  });
});
