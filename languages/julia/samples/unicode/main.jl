line = readline()
println("naïve 日本語 🎉")
println(line)
println(length(line))
