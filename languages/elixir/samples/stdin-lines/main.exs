numbers =
  IO.stream()
  |> Stream.map(&String.trim/1)
  |> Enum.map(&String.to_integer/1)

IO.puts("#{length(numbers)} numbers, sum #{Enum.sum(numbers)}")
