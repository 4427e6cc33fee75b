console.log 'before'
nobody = undefined
console.log nobody.name
