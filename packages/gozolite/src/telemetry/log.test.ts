import { describe, expect, it } from 'vitest';
import { createLog, withFacts } from './log.ts';

const capture = (level = 'info') => {
  const lines: string[] = [];
  return { lines, log: createLog({ level, destination: { write: (line) => void lines.push(line) } }) };
};

describe('the log', () => {
  it('writes named fields, and no others, of facts and of bindings', () => {
    const { lines, log } = capture();
    withFacts(log, { id: 'abc', authorization: 'Bearer secret' }).info(
      {
        language: 'python',
        usage: { time_ms: 1, stdout: 'secret' },
        code: 'secret',
        stdin: 'secret',
        env: { TOKEN: 'secret' },
        request: { code: 'secret' },
        tenant: { code: 'secret' },
        reason: ['fine', { code: 'secret' }],
      },
      'execution',
    );
    expect(lines.join('')).not.toContain('secret');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      id: 'abc',
      language: 'python',
      usage: { time_ms: 1 },
      reason: ['fine'],
      msg: 'execution',
    });
  });

  it('escapes every byte that a terminal obeys', () => {
    const { lines, log } = capture();
    const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).join('');
    log.warn({ reason: controls, version: '\u001b[2J\u009b2J' }, `${controls} in the message`);
    const line = lines.join('').replace(/\n$/, '');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect(JSON.parse(line).reason).toBe(controls);
  });

  it('tells of an error its type, message, stack and cause', () => {
    const { lines, log } = capture();
    const error = Object.assign(new TypeError('wrong', { cause: new Error('root') }), { body: 'secret' });
    log.error({ err: error }, 'failed');
    const { err } = JSON.parse(lines[0] ?? '');
    expect(err).toMatchObject({ type: 'TypeError', message: 'wrong', cause: 'Error: root' });
    expect(lines.join('')).not.toContain('secret');
  });

  it('bounds long texts', () => {
    const { lines, log } = capture();
    log.info({ reason: 'x'.repeat(1_000_000) }, 'long');
    expect(lines[0]?.length).toBeLessThan(2000);
  });
});
