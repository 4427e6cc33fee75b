/**
 * The files of a checkout that the guest needs to run the service as its user would: the code, the packages it uses at run
 * time, Node, and the supervisor as it was built here.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, writeStamp } from '../../scripts/setup/stamp.mjs';

const ROOT = join(import.meta.dirname, '../..');
const PARTS = [
  'packages',
  'languages',
  'scripts',
  'conformance',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
/** Of what is built, only what runs: the tests come by themselves. */
const BUILT = ['gozolite-supervisor', '.sources'];
/** Sources and stamps by which `npm start` sees that nothing has to be built or installed. */
const NATIVE = ['Makefile', 'src', ...BUILT.map((name) => `build/${name}`)];
/** Large, and for development alone. */
const DEVELOPMENT =
  /^(@biomejs|@typescript|typescript|@rolldown|rolldown|lightningcss.*|vite|vitest|@vitest|knip|@oxc.*|oxc.*|zod|undici.*|\.vite.*|\.cache)$/;

/**
 * Guest path below /suite -> host path. `work` takes the stamp by which `npm start` sees, without a network, that the
 * packages are those of the lock file.
 */
export function serviceFiles(work: string): Readonly<Record<string, string>> {
  const modules = readdirSync(join(ROOT, 'node_modules')).filter((name) => !DEVELOPMENT.test(name));
  const paths = [
    ...PARTS,
    ...NATIVE.map((name) => `native/${name}`),
    ...modules.map((name) => `node_modules/${name}`),
  ];
  const workspaces = readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}/package.json`);
  const stamp = join(work, 'dependencies');
  writeStamp(stamp, digestOf(ROOT, ['package.json', 'package-lock.json', ...workspaces.sort()]));
  return {
    ...Object.fromEntries(paths.map((path) => [`gozolite/${path}`, join(ROOT, path)])),
    'gozolite/node_modules/.gozolite-dependencies': stamp,
  };
}
