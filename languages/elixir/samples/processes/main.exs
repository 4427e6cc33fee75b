square = fn number -> number * number end

1..4
|> Enum.map(fn number -> Task.async(fn -> square.(number) end) end)
|> Task.await_many()
|> Enum.join(" ")
|> IO.puts()
