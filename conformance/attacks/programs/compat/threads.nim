import std/[osproc, strutils]
var threads: array[8, Thread[int]]
var squares: array[8, int]
proc square(i: int) {.thread.} = {.cast(gcsafe).}: squares[i] = i * i
for i in 0 .. 7: createThread(threads[i], square, i)
joinThreads(threads)
var sum = 0
for one in squares: sum += one
echo sum, " ", execProcess("echo 42").strip()
