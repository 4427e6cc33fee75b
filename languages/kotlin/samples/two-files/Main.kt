import greetings.greet

fun main() = println(greet("Ada"))
