sum = 0
do count = 0
  parse pull number
  if number = '' then leave
  sum = sum + number
end
say count 'numbers, sum' sum
