/**
 * Turns the log's JSON lines into lines for a person, where the log goes to a terminal.
 *
 * What always holds: a value is written as JSON, so what is escaped in the log stays escaped on the terminal.
 */
import type { DestinationStream } from 'pino';

const HIDDEN = new Set(['level', 'time', 'msg', 'err']);

const inner = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const terminalLine = (line: string): string => {
  const entry: unknown = JSON.parse(line);
  if (typeof entry !== 'object' || entry === null) return line;
  const time = String(inner(entry, 'time')).slice(11, 19);
  const level = String(inner(entry, 'level')).toUpperCase().padEnd(5);
  const facts = Object.entries(entry)
    .filter(([name, value]) => !HIDDEN.has(name) && value !== null)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const error = inner(inner(entry, 'err'), 'message');
  if (error !== undefined) facts.push(`error=${JSON.stringify(error)}`);
  const message = JSON.stringify(inner(entry, 'msg') ?? '')
    .slice(1, -1)
    .replaceAll('\\"', '"');
  return `${time} ${level} ${message}${facts.length === 0 ? '' : `  ${facts.join(' ')}`}\n`;
};

const TERMINAL_CONTROLS = /[\u007f-\u009f]/g;

export const forTerminal = (destination: DestinationStream): DestinationStream => ({
  write: (line) => destination.write(terminalLine(line).replace(TERMINAL_CONTROLS, '?')),
});
