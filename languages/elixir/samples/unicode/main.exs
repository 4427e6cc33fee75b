line = IO.gets("") |> String.trim()
IO.puts("naïve 日本語 🎉")
IO.puts(line)
IO.puts(String.length(line))
