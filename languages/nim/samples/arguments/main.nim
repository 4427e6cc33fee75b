import std/os

for position, argument in commandLineParams():
  echo position + 1, ": [", argument, "]"
