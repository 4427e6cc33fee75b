const { execFileSync } = require('node:child_process');

const answer = execFileSync(process.execPath, ['-p', '6 * 7'], { encoding: 'utf8' });
console.log(`from a child: ${answer.trim()}`);
