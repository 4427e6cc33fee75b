fun main(arguments: Array<String>) {
    arguments.forEachIndexed { index, argument -> println("${index + 1}: [$argument]") }
}
