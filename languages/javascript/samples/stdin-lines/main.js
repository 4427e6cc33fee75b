const readline = require('node:readline');

async function main() {
  const numbers = [];
  for await (const line of readline.createInterface({ input: process.stdin })) numbers.push(Number(line));
  const sum = numbers.reduce((total, number) => total + number, 0);
  console.log(`${numbers.length} numbers, sum ${sum}`);
}

main();
