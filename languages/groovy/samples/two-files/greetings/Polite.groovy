package greetings

class Polite {
    String greet(String name) { "Hello, $name!" }
}
