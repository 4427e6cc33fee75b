def numbers = System.in.readLines()*.toInteger()
println "${numbers.size()} numbers, sum ${numbers.sum()}"
