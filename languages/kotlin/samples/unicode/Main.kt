fun main() {
    val line = readln()
    println("naïve 日本語 🎉")
    println(line)
    println(line.codePointCount(0, line.length))
}
