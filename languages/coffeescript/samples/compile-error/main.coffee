square = (number) ->
  number * * number
