for position, argument in ipairs(arg) do
  print(("%d: [%s]"):format(position, argument))
end
