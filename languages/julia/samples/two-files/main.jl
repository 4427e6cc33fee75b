include("greetings.jl")
using .Greetings

println(greet("Ada"))
