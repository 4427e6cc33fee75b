/**
 * Every sample program, over HTTP, and then the same commands bare in the root file system: what comes back must be what the
 * sample says, and the engine may change nothing of it but the time. A toolchain that is installed here must pass all of its
 * samples; of one that is not, the answer must be that it is missing, and how to get it.
 *
 * GOZOLITE_TEST_LANGUAGES names sets and languages, and then all of them must be installed. Otherwise it is everything up to
 * the set `standard`, as far as it is installed.
 */
import type { ExecutionResult } from '@gozolite/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleProblems } from '../../packages/gozolite/src/languages/check-sample.ts';
import { loadLanguages } from '../../packages/gozolite/src/languages/load-languages.ts';
import { loadSamples, type Sample } from '../../packages/gozolite/src/languages/samples.ts';
import { isInstallable } from '../../packages/gozolite/src/toolchains/recipe.ts';
import { selectToolchains } from '../../packages/gozolite/src/toolchains/selection.ts';
import { readCapabilities } from '../capabilities.ts';
import { execute } from '../execute.ts';
import { type Server, startServer } from '../server.ts';
import { planFor, rootfsUnderTest, runBare } from './bare.ts';
import { differences } from './differences.ts';

const named = (process.env.GOZOLITE_TEST_LANGUAGES ?? '').split(' ').filter((name) => name !== '');
/** Where every run costs a container, these names stand for all samples. */
const sampleNames = process.env.GOZOLITE_TEST_SAMPLES?.split(',');
const ALL = loadLanguages();
const CHOSEN = selectToolchains(ALL, named.length === 0 ? ['standard'] : named);

let server: Server;
let states: ReadonlyMap<string, string>;
let broken: readonly string[];
const answers = new Map<Sample, ExecutionResult>();

async function answerTo(sample: Sample): Promise<ExecutionResult> {
  const answer = answers.get(sample) ?? (await execute(server, sample.request));
  answers.set(sample, answer);
  return answer;
}

beforeAll(async () => {
  server = await startServer({ settings: { SLOTS: '2' }, languages: 'all' });
  const { languages } = await readCapabilities(server.base);
  states = new Map(languages.map(({ id, state }) => [id, state]));
  broken = languages.flatMap(({ id, versions }) =>
    versions
      .filter(({ state }) => state !== 'ready' && state !== 'missing')
      .map(({ state, reason }) => `${id}: ${state}: ${reason}`),
  );
}, 900_000);
afterAll(() => server?.[Symbol.asyncDispose]());

it('all are told of in /capabilities, and none is broken', () => {
  expect([...states.keys()].sort()).toEqual(ALL.map(({ definition }) => definition.id).sort());
  expect(broken).toEqual([]);
});

describe.for(CHOSEN.map((language) => [language.definition.id, language] as const))(
  '%s',
  ([id, language]) => {
    const chosen = new Set(language.versions);
    const full = ALL.find(({ definition }) => definition.id === id) ?? language;
    const samples = loadSamples(full)
      .filter(({ definition, name }) => chosen.has(definition) && (sampleNames?.includes(name) ?? true))
      .map((sample) => ({ sample, name: sample.name, selector: sample.request.language }));

    it('has samples', () => expect(samples.map(({ name }) => name)).toContain('hello'));

    it.for(samples)('$selector: $name', async ({ sample }) => {
      const answer = await answerTo(sample);
      if (answer.error === 'TOOLCHAIN_MISSING') {
        expect(named.length > 0 && isInstallable(sample.definition), 'it was installed').toBe(false);
        // The default is missing as a whole; a further version may be missing by itself.
        if (sample.release === null) expect(states.get(id)).toBe('missing');
        expect(answer.message).toMatch(/install/i);
        return;
      }
      expect(states.get(id)).toBe('ready');
      expect(sampleProblems(sample, answer)).toEqual([]);
    });

    const rootfs = rootfsUnderTest();
    it.skipIf(rootfs === null).for(samples)('$selector: $name, bare', async ({ sample }) => {
      const answer = await answerTo(sample);
      if (rootfs === null || answer.error === 'TOOLCHAIN_MISSING' || answer.evidence !== null) return;
      expect(await differences(answer, () => runBare(rootfs, planFor(full, sample)))).toEqual([]);
    });
  },
);
