fs = require 'fs'

lines = fs.readFileSync(0, 'utf8').trim().split '\n'
numbers = (Number line for line in lines)
sum = numbers.reduce ((total, number) -> total + number), 0
console.log "#{numbers.length} numbers, sum #{sum}"
