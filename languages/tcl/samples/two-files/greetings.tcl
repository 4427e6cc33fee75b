namespace eval greetings {
    proc greet {name} {
        return "Hello, $name!"
    }
}
