for (position, argument) in enumerate(ARGS)
    println("$position: [$argument]")
end
