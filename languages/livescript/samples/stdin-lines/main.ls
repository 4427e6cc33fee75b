require! fs

numbers = fs.read-file-sync 0 \utf8 .trim! .split '\n' .map Number
sum = numbers.reduce (+)
console.log "#{numbers.length} numbers, sum #sum"
