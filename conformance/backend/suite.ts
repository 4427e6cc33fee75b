/**
 * The conformance suite of the sandbox port: every backend passes all of it.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import type { SandboxBackend } from '../../packages/gozolite/src/sandbox/backend.ts';
import { type Bench, runContext, type Subject } from './subject.ts';
import { artifacts } from './suites/artifacts.ts';
import { bundles } from './suites/bundles.ts';
import { cancelling } from './suites/cancelling.ts';
import { ends } from './suites/ends.ts';
import { inputs } from './suites/inputs.ts';
import { limits } from './suites/limits.ts';
import { memory } from './suites/memory.ts';
import { output } from './suites/output.ts';
import { times } from './suites/times.ts';

export function backendSuite(subject: Subject): void {
  describe(`the ${subject.name} backend`, () => {
    let backend: SandboxBackend | null = null;
    beforeAll(async () => {
      backend = await subject.open();
    });
    afterAll(() => backend?.close());
    const opened = () => {
      if (backend === null) throw new Error('The backend was not opened.');
      return backend;
    };
    const bench: Bench = {
      subject,
      backend: opened,
      run: (spec, signal) => opened().run(spec, runContext(signal)),
    };
    for (const part of [ends, inputs, output, times, limits, memory, cancelling, bundles, artifacts])
      part(bench);
  });
}
