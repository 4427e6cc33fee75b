squares = zeros(Int, 4)
Threads.@threads for number in 1:4
    squares[number] = number^2
end
println(join(squares, " "))
