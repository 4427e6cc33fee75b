for argument, index in process.argv.slice 2
  console.log "#{index + 1}: [#argument]"
