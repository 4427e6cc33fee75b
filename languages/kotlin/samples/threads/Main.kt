import kotlin.concurrent.thread

fun main() {
    val squares = IntArray(4)
    List(4) { index -> thread { squares[index] = (index + 1) * (index + 1) } }.forEach(Thread::join)
    println(squares.joinToString(" "))
}
