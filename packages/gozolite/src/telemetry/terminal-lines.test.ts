import { expect, it } from 'vitest';
import { createLog } from './log.ts';
import { forTerminal } from './terminal-lines.ts';

const write = (facts: Record<string, unknown>, message: string): string => {
  const lines: string[] = [];
  const destination = forTerminal({ write: (line) => void lines.push(line) });
  createLog({ level: 'info', destination }).warn(facts, message);
  return lines.join('');
};

it('a line for a person has time, level, message and facts', () => {
  expect(write({ port: 80, tenant: null, err: new Error('why') }, 'It "is" so.')).toMatch(
    /^\d\d:\d\d:\d\d WARN {2}It "is" so\. {2}port=80 error="why"\n$/,
  );
});

it('a line for a person holds nothing that a terminal obeys', () => {
  const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).join('');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  expect(write({ reason: controls }, controls).slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
});
