require! fs

line = fs.read-file-sync 0 \utf8 .trim!
console.log 'naïve 日本語 🎉'
console.log line
console.log (Array.from line).length
