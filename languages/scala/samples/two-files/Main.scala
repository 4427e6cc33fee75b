import greetings.Polite

object Main extends App {
  println(Polite.greet("Ada"))
}
