import std/[math, sequtils, strutils]

let numbers = toSeq(stdin.lines).map(parseInt)
echo numbers.len, " numbers, sum ", numbers.sum
