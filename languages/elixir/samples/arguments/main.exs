System.argv()
|> Enum.with_index(1)
|> Enum.each(fn {argument, position} -> IO.puts("#{position}: [#{argument}]") end)
