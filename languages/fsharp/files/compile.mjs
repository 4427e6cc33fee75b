/**
 * Compiles F# to JavaScript with Fable, which is run in this process: options, then --, then the sources in their order, the
 * entrypoint last. Prints only what Fable says of the sources, and ends with 1 when that is an error.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, parse, relative } from 'node:path';

const FABLE =
  '/opt/npm/@fable-org+fable-compiler-js@3.1.0/node_modules/@fable-org/fable-compiler-js/dist/app.min.js';
const WORK = '.gozolite';
/** How Fable calls the entry point, at the end of a file. */
const ENTRY_CALL = "})(typeof process === 'object' ? process.argv.slice(2) : []);";

const given = process.argv.slice(2);
const options = given.slice(0, given.indexOf('--'));
const sources = given.slice(given.indexOf('--') + 1);
const entry = sources.at(-1) ?? '';

mkdirSync(join(WORK, 'out'), { recursive: true });
copyFileSync(join(import.meta.dirname, 'Prelude.fs'), join(WORK, 'Prelude.fs'));
writeFileSync(join(WORK, 'out/package.json'), '{"type":"module"}\n');
const files = [join(WORK, 'Prelude.fs'), ...sources].map((file) => `<Compile Include="${escaped(file)}" />`);
writeFileSync(
  '.gozolite.fsproj',
  `<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>\n${files.join('\n')}\n</ItemGroup></Project>\n`,
);

let failed = false;
const here = `${process.cwd()}/`;
for (const level of ['log', 'error', 'warn']) {
  console[level] = (...words) => {
    const text = words.join(' ');
    if (!/: (?:Warning|Error): |^Error/.test(text)) return;
    if (/FABLE: Fable only supports a subset|Interpolated string contains untyped/.test(text)) return;
    failed ||= /: Error: |^Error/.test(text);
    process.stderr.write(`${text.replaceAll(here, '')}\n`);
  };
}
process.on('exit', (code) => {
  const compiled = outputOf(entry);
  if (code === 0 && !failed && compiled !== null) returnExitCode(compiled);
  else if (code === 0) process.exitCode = 1;
});
process.argv = [process.argv[0], FABLE, '.gozolite.fsproj', join(WORK, 'out'), ...options];
await import(FABLE);

/** Where Fable put what it made of the entrypoint, which the run command names. */
function outputOf(source) {
  const { dir, name } = parse(source);
  const places = [join(WORK, 'out', dir, `${name}.js`), join(WORK, 'out', `${name}.js`)];
  return places.find((path) => existsSync(path)) ?? null;
}

/** What the function with [<EntryPoint>] returns is the exit code. */
function returnExitCode(file) {
  writeFileSync(join(WORK, 'out/main.mjs'), `import './${relative(join(WORK, 'out'), file)}';\n`);
  const code = readFileSync(file, 'utf8').trimEnd();
  const call = code.lastIndexOf('\n(function (');
  if (call === -1 || !code.endsWith(ENTRY_CALL)) return;
  writeFileSync(file, `${code.slice(0, call)}\nprocess.exitCode = ${code.slice(call + 1)}\n`);
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
