numbers = parse.(Int, eachline())
println("$(length(numbers)) numbers, sum $(sum(numbers))")
