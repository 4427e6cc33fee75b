{Worker, isMainThread, parentPort, workerData} = require 'worker_threads'

square = (number) ->
  new Promise (resolve) ->
    new Worker(__filename, workerData: number).once 'message', resolve

if isMainThread
  Promise.all([1..4].map square).then (squares) -> console.log squares.join ' '
else
  parentPort.postMessage workerData ** 2
