import { readFileSync } from 'node:fs';

const line: string = readFileSync(0, 'utf8').trimEnd();
console.log('naïve 日本語 🎉');
console.log(line);
console.log([...line].length);
