local polite = {}

function polite.greet(name)
  return ("Hello, %s!"):format(name)
end

return polite
