package greetings

object Polite {
  def greet(name: String): String = s"Hello, $name!"
}
