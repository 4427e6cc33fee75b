for (position, argument) in CommandLine.arguments.enumerated().dropFirst() {
    print("\(position): [\(argument)]")
}
