package gozolite

import java.util.Scanner

sealed interface Shape
data class Circle(val radius: Double) : Shape
data class Square(val side: Double) : Shape
enum class Colour { RED, GREEN }

fun area(shape: Shape): Double = when (shape) {
    is Circle -> Math.PI * shape.radius * shape.radius
    is Square -> shape.side * shape.side
}

fun <T : Comparable<T>> List<T>.largest(): T? = maxOrNull()

class Counter {
    private val counts = mutableMapOf<String, Int>()
    fun add(word: String) { counts[word] = (counts[word] ?: 0) + 1 }
    operator fun get(word: String) = counts[word]
}

fun main(args: Array<String>) {
    val counter = Counter()
    generateSequence(::readLine).flatMap { it.split(" ") }.filter { it.isNotBlank() }.forEach(counter::add)
    val numbers = (1..10).map { it * it }.filter { it % 2 == 0 }
    try {
        println("${numbers.joinToString()} ${listOf(1, 2).largest()} ${area(Circle(1.0))} ${Colour.RED} ${args.size}")
        println(Scanner("1 2").nextInt())
    } catch (e: NumberFormatException) {
        System.err.println(e.message)
    }
    for (i in 0 until 3) print(i)
    val thread = Thread { println("thread") }
    thread.start()
    thread.join()
}
