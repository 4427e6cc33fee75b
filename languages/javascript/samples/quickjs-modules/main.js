import * as std from 'std';

const numbers = [];
for (let line = std.in.getline(); line !== null; line = std.in.getline()) numbers.push(Number(line));
const sum = numbers.reduce((total, number) => total + number, 0);
print(`${numbers.length} numbers, sum ${sum}`);
print(`arguments: ${scriptArgs.slice(1).join(', ')}`);
std.exit(3);
