// Runs a WebAssembly module that is made for WASI: run.cjs MODULE [ARGUMENT...]. Its exit code becomes this one's, and a
// trap is reported with the functions that it happened in.
const { readFileSync } = require('node:fs');
const { WASI } = require('node:wasi');

const [path, ...args] = process.argv.slice(2);
const wasi = new WASI({
  version: 'preview1',
  args: [path, ...args],
  env: process.env,
  preopens: { '.': '.' },
});
try {
  const module = new WebAssembly.Module(readFileSync(path));
  const instance = new WebAssembly.Instance(module, wasi.getImportObject());
  process.exitCode = wasi.start(instance);
} catch (error) {
  const frames = String(error.stack)
    .split('\n')
    .filter((line) => line.includes('wasm://'));
  process.stderr.write(`${error.name}: ${error.message}\n${frames.map((line) => `${line}\n`).join('')}`);
  process.exitCode = 1;
}
