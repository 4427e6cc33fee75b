import scala.io.Source

object Main extends App {
  val numbers = Source.stdin.getLines().map(_.toInt).toList
  println(s"${numbers.size} numbers, sum ${numbers.sum}")
}
