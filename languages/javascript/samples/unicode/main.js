const fs = require('node:fs');

const line = fs.readFileSync(0, 'utf8').trimEnd();
console.log('naïve 日本語 🎉');
console.log(line);
console.log([...line].length);
