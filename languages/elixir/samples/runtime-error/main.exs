IO.puts("before")
IO.puts(Map.fetch!(%{one: 1}, :two))
