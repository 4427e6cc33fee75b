# Computes with measured values: a number type whose errors travel through any function by derivatives.
struct Measured <: Real
    value::Float64
    slopes::Dict{Symbol,Float64}    # how the value moves with each source of error
end

const deviations = Dict{Symbol,Float64}()

function measured(name, value, deviation)
    deviations[name] = deviation
    return Measured(value, Dict(name => 1.0))
end

Base.convert(::Type{Measured}, number::Real) = Measured(number, Dict())
Base.convert(::Type{Measured}, number::Measured) = number
Base.promote_rule(::Type{Measured}, ::Type{<:Real}) = Measured

chain(value, terms...) = Measured(value, merge(+, (Dict(k => d * s for (k, s) in x.slopes) for (x, d) in terms)...))

Base.:+(a::Measured, b::Measured) = chain(a.value + b.value, a => 1, b => 1)
Base.:-(a::Measured, b::Measured) = chain(a.value - b.value, a => 1, b => -1)
Base.:*(a::Measured, b::Measured) = chain(a.value * b.value, a => b.value, b => a.value)
Base.:/(a::Measured, b::Measured) = chain(a.value / b.value, a => 1 / b.value, b => -a.value / b.value^2)

for (f, slope) in [(:sqrt, :(x -> 1 / 2sqrt(x))), (:sin, :cos), (:log, :inv)]
    @eval Base.$f(a::Measured) = chain($f(a.value), a => $slope(a.value))
end

deviation(a::Measured) = sqrt(sum(abs2, deviations[name] * slope for (name, slope) in a.slopes))

function Base.show(io::IO, a::Measured)
    print(io, round(a.value, digits = 3), " ± ", round(deviation(a), digits = 3))
end

# Written for numbers of any kind.
period(length, gravity) = 2π * sqrt(length / gravity)
mean(values) = sum(values) / length(values)

rope = measured(:rope, 2.0, 0.01)
gravity = measured(:gravity, 9.81, 0.02)

println("period of exact numbers: ", round(period(2, 9.81), digits = 3))
println("period: ", period(rope, gravity))
println("difference with itself: ", rope - rope)
println("mean: ", mean([rope, measured(:second, 2.1, 0.01), measured(:third, 1.9, 0.01)]))
println("logarithm: ", log(rope * gravity))
