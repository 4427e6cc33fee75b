const { execFileSync } = require('node:child_process');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
if (isMainThread) {
  const out = execFileSync(process.execPath, ['-e', 'console.log(6*7)']).toString().trim();
  new Worker(__filename).on('message', (m) => console.log(m, out));
} else parentPort.postMessage(140);
