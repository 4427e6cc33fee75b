import { expect, test } from 'vitest';
import { removeContainer } from './engine.ts';
import { FakeEngine } from './testing/fake-engine.ts';

const ended = 'Could not kill running container c1, cannot remove - Container c1 is not running';

/** Of an engine with one container that fails to remove it so often, for these reasons. */
async function removal(failures: string[]) {
  await using engine = await FakeEngine.open({ failures });
  const container = await engine.client.createContainer({});
  const first = await removeContainer(container).catch(String);
  const left = engine.containers.size;
  return { first, left, second: await removeContainer(container) };
}

test('a container is there to be removed once', async () => {
  expect(await removal([])).toEqual({ first: true, left: 0, second: false });
});

test('one that ends by itself while it is to be killed is removed all the same', async () => {
  expect(await removal([ended])).toEqual({ first: true, left: 0, second: false });
});

test('an engine that cannot remove it is told so twice at most', async () => {
  const { first, left } = await removal([ended, ended]);
  expect({ first, left }).toEqual({ first: expect.stringMatching(ended), left: 1 });
  const busy = await removal(['device or resource busy']);
  expect(busy).toEqual({ first: expect.stringMatching(/busy/), left: 1, second: true });
});
