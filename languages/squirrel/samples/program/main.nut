// A machine with a stack and a few words, as a class whose words are closures; and generators that feed it.

class Machine {
    stack = null
    words = null

    constructor() {
        stack = []
        words = {}
        this.define("+", @(a, b) a + b)
        this.define("-", @(a, b) a - b)
        this.define("*", @(a, b) a * b)
        words["dup"] <- function (machine) { machine.push(machine.top()) }
        words["swap"] <- function (machine) {
            local b = machine.pop(), a = machine.pop()
            machine.push(b)
            machine.push(a)
        }
    }

    function define(name, action) {
        words[name] <- function (machine) {
            local b = machine.pop(), a = machine.pop()
            machine.push(action(a, b))
        }
    }

    function push(value) { stack.append(value) }
    function top() { return stack[stack.len() - 1] }

    function pop() {
        if (stack.len() == 0) throw "the stack is empty"
        return stack.pop()
    }

    function run(text) {
        foreach (word in split(text, " ")) {
            if (word in words) words[word](this)
            else push(word.tointeger())
        }
        return pop()
    }
}

function fibonacci(limit) {
    local a = 0, b = 1
    while (a < limit) {
        yield a
        local next = a + b
        a = b
        b = next
    }
}

foreach (text in ["3 4 + 2 *", "7 dup *", "2 10 swap -", "1 +"]) {
    try {
        print(text + " = " + Machine().run(text) + "\n")
    } catch (problem) {
        print(text + ": " + problem + "\n")
    }
}

local numbers = []
foreach (n in fibonacci(100)) numbers.append(n)
local even = numbers.filter(@(index, n) n % 2 == 0)
print(numbers.len() + " numbers, the even ones add up to " + even.reduce(@(a, b) a + b) + "\n")
