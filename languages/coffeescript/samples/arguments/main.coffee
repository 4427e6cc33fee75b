for argument, index in process.argv[2..]
  console.log "#{index + 1}: [#{argument}]"
