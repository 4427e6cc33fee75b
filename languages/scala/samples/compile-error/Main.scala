object Main extends App {
  val number: Int = "text"
  println(number)
}
