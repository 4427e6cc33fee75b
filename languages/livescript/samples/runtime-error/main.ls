launch = (fuel) ->
  throw new Error 'no fuel' if fuel is 0
  'lift-off'

console.log 'before'
console.log launch 0
