## Run-length encoding, and how often each letter is in a text.
import std/[algorithm, strformat, strutils, tables]

type
  Run = tuple[letter: char, length: int]
  BrokenCode = object of ValueError

iterator runs(text: string): Run =
  var start = 0
  for i in 1 .. text.len:
    if i == text.len or text[i] != text[start]:
      yield (text[start], i - start)
      start = i

func pack(text: string): string =
  for run in text.runs:
    result.add $run.length & run.letter

func unpack(code: string): string =
  var digits = ""
  for symbol in code:
    if symbol.isDigit:
      digits.add symbol
    elif digits == "":
      raise newException(BrokenCode, "no length before " & symbol)
    else:
      result.add repeat(symbol, digits.parseInt)
      digits.setLen 0

proc report(text: string) =
  var counts = initCountTable[char]()
  for letter in text: counts.inc letter
  var pairs: seq[(char, int)]
  for letter, count in counts: pairs.add (letter, count)
  pairs.sort(proc (a, b: (char, int)): int =
    if a[1] != b[1]: cmp(b[1], a[1]) else: cmp(a[0], b[0]))
  for (letter, count) in pairs:
    echo &"{letter}: {count} {repeat('#', count)}"

let
  text = stdin.readLine
  packed = text.pack
echo packed
echo packed.unpack
doAssert packed.unpack == text
try:
  discard "x3".unpack
  doAssert false
except BrokenCode:
  report(text)
