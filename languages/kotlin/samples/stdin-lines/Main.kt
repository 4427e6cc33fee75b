fun main() {
    val numbers = generateSequence(::readLine).map(String::toInt).toList()
    println("${numbers.size} numbers, sum ${numbers.sum()}")
}
