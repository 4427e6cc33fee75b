/**
 * What a program leaves is its own run's matter, over real HTTP: however many, long, odd or dear to look for the names of its files
 * are, that run is answered, and its neighbours do not notice.
 */
import type { ExecutionRequest, ExecutionResult } from '@gozolite/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute } from '../execute.ts';
import { type Server, startServer } from '../server.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer({ settings: { SLOTS: '2' }, languages: ['bash', 'python'] });
}, 240_000);
afterAll(() => server?.[Symbol.asyncDispose]());

const DEEP = `import os
os.chdir('/box')
for i in range(15):
    name = 'a' * 250
    os.mkdir(name)
    os.chdir(name)
`;
const LONG_LINKS = `${DEEP}
for i in range(5000):
    os.symlink('x', '%0250d' % i)`;
const LONG_FILES = `${DEEP}
for i in range(400):
    open('a' * 200 + '%04d' % i, 'w').close()
print('made', flush=True)`;
const COSTLY = Array.from({ length: 64 }, () => `**${'a'.repeat(200)}*a*a*a*b`);

/** The answer, when a run that began before it and one that began after it came to a good end. */
async function besideNeighbours(request: ExecutionRequest): Promise<ExecutionResult> {
  const before = execute(server, { language: 'bash', code: 'sleep 4; echo before' });
  const result = await execute(server, request);
  expect(await execute(server, { language: 'bash', code: 'echo after' })).toMatchObject({
    stdout: 'after\n',
  });
  expect(await before).toMatchObject({ error: null, stdout: 'before\n' });
  return result;
}

const pathBytes = ({ artifacts }: ExecutionResult): number =>
  artifacts.reduce((sum, { path }) => sum + Buffer.byteLength(path), 0);

describe('the artifacts of a run', () => {
  it('may be links beyond number, with paths of 4 KB', async () => {
    const result = await besideNeighbours({ language: 'python', code: LONG_LINKS, artifacts: ['**'] });
    expect(result).toMatchObject({ error: null, exit_code: 0 });
    expect(pathBytes(result)).toBeLessThan(1_100_000);
    expect(result.artifacts.at(-1)).toMatchObject({ content: null, refused: 'too_many' });
  });

  it('may be dear to look for', async () => {
    const result = await besideNeighbours({ language: 'python', code: LONG_FILES, artifacts: COSTLY });
    expect(result).toMatchObject({ error: null, exit_code: 0, stdout: 'made\n' });
    expect(result.artifacts).toMatchObject([{ content: null, refused: 'too_costly' }]);
  });

  it('are not put together when their names are not UTF-8', async () => {
    const { artifacts } = await execute(server, {
      language: 'python',
      code: `for name, text in ((b'a\\xff', 'abc'), (b'a\\xfe', 'DEF'), (b'a\\xc3\\xa9', 'good')):
    open(b'/box/' + name, 'w').write(text)`,
      artifacts: ['a*'],
    });
    expect(artifacts.map(({ path, content, refused }) => [path, content, refused]).toSorted()).toEqual([
      ['a?', null, 'not_utf8'],
      ['a?', null, 'not_utf8'],
      ['aé', 'good', null],
    ]);
  });
});
