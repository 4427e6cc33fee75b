count = 0
sum = 0
while not eof(0)
  input "" number
  count = count + 1
  sum = sum + number
wend
print count, " numbers, sum ", sum
