import { createInterface } from 'node:readline';

const numbers: number[] = [];
for await (const line of createInterface({ input: process.stdin })) numbers.push(Number(line));
const sum = numbers.reduce((total, number) => total + number, 0);
console.log(`${numbers.length} numbers, sum ${sum}`);
