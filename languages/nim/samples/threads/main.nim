import std/strutils

var
  squares: array[4, int]
  threads: array[4, Thread[int]]

proc square(index: int) {.thread.} =
  squares[index] = (index + 1) * (index + 1)

for index in 0 .. 3: createThread(threads[index], square, index)
joinThreads(threads)
echo squares.join(" ")
