/**
 * Every sample program of every language, over HTTP. A language whose toolchain is installed here must pass all of
 * them; of one that is not, the answer must be that it is missing, and how to get it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleProblems } from '../packages/gozolite/src/languages/check-sample.ts';
import { BUILT_IN_LANGUAGES, loadLanguages } from '../packages/gozolite/src/languages/load-languages.ts';
import { loadSamples } from '../packages/gozolite/src/languages/samples.ts';
import { readCapabilities } from './capabilities.ts';
import { execute } from './execute.ts';
import { type Server, startServer } from './server.ts';

let server: Server;
let states: ReadonlyMap<string, string>;

beforeAll(async () => {
  server = await startServer({ settings: { SLOTS: '2' }, languages: 'all' });
  const { languages } = await readCapabilities(server.base);
  states = new Map(languages.map(({ id, state }) => [id, state]));
}, 300_000);
afterAll(() => server?.[Symbol.asyncDispose]());

const LANGUAGES = loadLanguages([BUILT_IN_LANGUAGES]);

it('all are told of in /capabilities, and none is broken', () => {
  expect([...states.keys()].sort()).toEqual(LANGUAGES.map(({ definition }) => definition.id).sort());
  expect([...states].filter(([, state]) => state !== 'ready' && state !== 'missing')).toEqual([]);
});

/** Where every run costs a container, these names stand for all samples. */
const chosen = process.env.GOZOLITE_TEST_SAMPLES?.split(',');
const samplesOf = (language: (typeof LANGUAGES)[number]) =>
  loadSamples(language).filter(({ name }) => chosen === undefined || chosen.includes(name));

describe.for(LANGUAGES.map((language) => [language.definition.id, samplesOf(language)] as const))(
  '%s',
  ([id, samples]) => {
    it('has samples', () => expect(samples.map(({ name }) => name)).toContain('hello'));

    it.for(samples.map((sample) => ({ ...sample, selector: sample.request.language })))(
      '$selector: $name',
      async (sample) => {
        const result = await execute(server, sample.request);
        if (result.error === 'TOOLCHAIN_MISSING') {
          // The default is missing as a whole; a further version may be missing by itself.
          if (sample.release === null) expect(states.get(id)).toBe('missing');
          expect(result.message).toMatch(/install/i);
          return;
        }
        expect(states.get(id)).toBe('ready');
        expect(sampleProblems(sample, result)).toEqual([]);
      },
    );
  },
);
