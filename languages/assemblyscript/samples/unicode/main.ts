const buffer = new ArrayBuffer(4096);
const length = <i32>process.stdin.read(buffer);
console.log("naïve 日本語 🎉");
console.log(String.UTF8.decode(buffer.slice(0, length)).trimEnd());
