position = 0
while peek("arguments") > 0
  position = position + 1
  print position, ": [", peek$("argument"), "]"
wend
