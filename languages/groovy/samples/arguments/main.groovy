args.eachWithIndex { argument, index ->
    println "${index + 1}: [$argument]"
}
