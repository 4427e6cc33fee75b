import { describe, expect, it } from 'vitest';
import { NO_LISTS, type RunOptions } from './options.ts';
import { buildRequest, type RequestParts } from './request.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function request(parts: Partial<RequestParts> = {}, options: Partial<RunOptions> = {}) {
  return buildRequest({
    language: 'python',
    program: { name: 'hello.py', content: bytes('print(1)') },
    extraFiles: [],
    stdin: new Uint8Array(),
    args: [],
    options: { ...NO_LISTS, ...options },
    ...parts,
  });
}

describe('buildRequest', () => {
  it('says no more than was asked for', () => {
    expect(request()).toEqual({ language: 'python', code: 'print(1)', encoding: 'base64' });
  });

  it('asks for text when the whole result is printed', () => {
    expect(request({}, { json: true }).encoding).toBe('utf8');
    expect(request({}, { json: true, encoding: 'base64' }).encoding).toBe('base64');
  });

  it('names each limit as the contract does', () => {
    const limits = {
      timeMs: 1,
      cpuTimeMs: 2,
      memoryKb: 3,
      processes: 4,
      outputBytes: 5,
      fileKb: 6,
      diskKb: 7,
      openFiles: 8,
    };
    expect(request({}, limits).limits).toEqual({
      time_ms: 1,
      cpu_time_ms: 2,
      memory_kb: 3,
      processes: 4,
      output_bytes: 5,
      file_kb: 6,
      disk_kb: 7,
      open_files: 8,
    });
  });

  it('sends further files beside the program, bytes that are no text as base64', () => {
    const extraFiles = [{ name: 'data/x.bin', content: Uint8Array.of(0xff, 0xfe) }];
    expect(request({ extraFiles })).toMatchObject({
      files: [
        { path: 'hello.py', content: 'print(1)' },
        { path: 'data/x.bin', content: '//4=', encoding: 'base64' },
      ],
      entrypoint: 'hello.py',
    });
  });

  it('keeps a byte order mark, arguments and the value of a variable as they are', () => {
    const built = request(
      { program: { name: 'a.py', content: bytes('\ufeff1') }, args: ['-x', ''] },
      { env: ['A=b=c', 'E='] },
    );
    expect(built.code).toBe('\ufeff1');
    expect(built.args).toEqual(['-x', '']);
    expect(built.env).toEqual({ A: 'b=c', E: '' });
  });

  it('refuses a variable without a value and input that is no text', () => {
    expect(() => request({}, { env: ['HOME'] })).toThrow('NAME=value');
    expect(() => request({ stdin: Uint8Array.of(0xff) })).toThrow('not UTF-8');
  });
});
