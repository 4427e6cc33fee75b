fun main() {
    println("before")
    error("no such thing")
}
