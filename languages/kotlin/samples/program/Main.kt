/** Topological order: a task comes after everything it depends on, else by name. */
class Tasks {
    private val needs = sortedMapOf<String, MutableSet<String>>()

    fun add(task: String, dependencies: List<String>) {
        needs.getOrPut(task) { mutableSetOf() } += dependencies
        for (dependency in dependencies) needs.getOrPut(dependency) { mutableSetOf() }
    }

    fun order(): Order {
        val waiting = needs.mapValues { (_, names) -> names.toMutableSet() }.toSortedMap()
        val done = mutableListOf<String>()
        while (true) {
            val next = waiting.entries.firstOrNull { it.value.isEmpty() }?.key ?: break
            waiting.remove(next)
            waiting.values.forEach { it.remove(next) }
            done += next
        }
        return if (waiting.isEmpty()) Order.Complete(done) else Order.Partial(done, waiting.keys)
    }
}

sealed interface Order {
    val tasks: List<String>

    data class Complete(override val tasks: List<String>) : Order
    data class Partial(override val tasks: List<String>, val stuck: Set<String>) : Order
}

fun main() {
    val tasks = Tasks()
    for (line in generateSequence(::readLine)) {
        val (name, rest) = line.split(":", limit = 2)
        tasks.add(name, rest.split(" ").filter(String::isNotBlank))
    }
    val order = tasks.order()
    println(order.tasks.joinToString())
    when (order) {
        is Order.Complete -> println("all can be done")
        is Order.Partial -> println("cannot be done: ${order.stuck.joinToString()}")
    }
}
