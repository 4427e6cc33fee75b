/**
 * The attacks against a service that was started without root. Whoever runs the tests without root has seen that already.
 */
import { afterAll, describe } from 'vitest';
import { type Unprivileged, unprivileged } from '../unprivileged.ts';
import { attackSuite } from './attack-suite.ts';

describe.skipIf(process.getuid?.() !== 0)('without root', () => {
  let user: Unprivileged | undefined;
  // Hooks run in the reverse order: the service ends before its cgroups go.
  afterAll(() => user?.[Symbol.asyncDispose]());
  attackSuite(() => {
    user = unprivileged();
    return { launch: user.launch, settings: user.settings };
  });
});
