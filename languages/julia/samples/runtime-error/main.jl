println("before")
println(sqrt(-1.0))
