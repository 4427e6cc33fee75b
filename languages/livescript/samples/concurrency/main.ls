require! worker_threads: {Worker, is-main-thread, worker-data, parent-port}

square-elsewhere = (number) ->
  resolve, reject <- new Promise _
  new Worker __filename, worker-data: number
    ..on \message resolve
    ..on \error reject

if is-main-thread
  Promise.all [1 to 4].map square-elsewhere .then (squares) -> console.log ...squares
else
  parent-port.post-message worker-data * worker-data
