const buffer = new ArrayBuffer(4096);
const length = <i32>process.stdin.read(buffer);
const lines = String.UTF8.decode(buffer.slice(0, length)).trim().split("\n");

let sum: i64 = 0;
for (let i = 0; i < lines.length; i++) sum += I64.parseInt(lines[i]);
console.log(`${lines.length} numbers, sum ${sum}`);
