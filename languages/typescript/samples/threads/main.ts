import { Worker } from 'node:worker_threads';

const code = `
  const { parentPort, workerData } = require('node:worker_threads');
  parentPort.postMessage(workerData ** 2);
`;
const square = (number: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true, workerData: number });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

const squares = await Promise.all([1, 2, 3, 4].map(square));
console.log(squares.join(' '));
