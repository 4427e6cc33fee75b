line = require('fs').readFileSync(0, 'utf8').trim()
console.log 'naïve 日本語 🎉'
console.log line
console.log [line...].length
