import kotlin.system.exitProcess

fun main() {
    println("before")
    exitProcess(3)
}
