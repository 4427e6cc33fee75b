import std/[asyncdispatch, asyncnet, os, osproc]

proc serve(there: AsyncSocket) {.async.} =
  let peer = await there.accept()
  await peer.send("HELLO".substr(0, (await peer.recv(5)).high))
  peer.close()

proc main() {.async.} =
  let there = newAsyncSocket()
  there.bindAddr(Port(0), "127.0.0.1")
  there.listen()
  asyncCheck serve(there)
  let here = await asyncnet.dial("127.0.0.1", there.getLocalAddr()[1])
  await here.send("hello")
  doAssert (await here.recv(5)) == "HELLO"
  await sleepAsync(10)

waitFor main()
doAssert execProcess("echo 42") == "42\n"
echo "HELD"
