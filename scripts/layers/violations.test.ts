import { describe, expect, it } from 'vitest';
import { LAYERS } from './table.ts';
import { violations } from './violations.ts';

const check = (path: string, text: string) => violations([{ path, text }], LAYERS);

describe('violations', () => {
  it('lets the engine import the contract, its ports and itself', () => {
    const text = [
      "import type { Limits } from '@gozolite/client';",
      "import type { SandboxBackend } from '../sandbox/backend.ts';",
      "import {\n  Failure,\n} from './failure.ts';",
      "export { plan } from './plan.ts';",
    ].join('\n');
    expect(check('gozolite/src/engine/run.ts', text)).toEqual([]);
  });

  it.each([
    ['gozolite/src/engine/run.ts', "import { NativeBackend } from '../sandbox/native/backend.ts';"],
    ['gozolite/src/engine/run.ts', "import { readFileSync } from 'node:fs';"],
    ['gozolite/src/engine/run.ts', "const http = await import('../http/server.ts');"],
    ['gozolite/src/sandbox/native/backend.ts', "import { engine } from '../../engine/engine.ts';"],
    ['gozolite/src/http/server.ts', "export { compose } from '../compose.ts';"],
    ['client/src/index.ts', "import '../../gozolite/src/main.ts';"],
    ['client/src/client.ts', "import { request } from 'node:http';"],
  ])('refuses in %s: %s', (path, text) => {
    expect(check(path, text)).toHaveLength(1);
  });

  it('refuses a file in a folder that the table does not know', () => {
    expect(check('gozolite/src/helpers/all.ts', '')).toEqual([
      'gozolite/src/helpers/all.ts is in no layer: add its folder to the table',
    ]);
  });
});
