local function squares()
  for number = 1, 2 do coroutine.yield(number * number) end
end

local results = {}
for square in coroutine.wrap(squares) do results[#results + 1] = square end
for number = 3, 4 do
  local child = io.popen(("echo $((%d * %d))"):format(number, number))
  results[#results + 1] = child:read("*l")
  child:close()
end
print(table.concat(results, " "))
