case class Point(x: Int, y: Int)

object Application {
  def main(arguments: Array[String]): Unit = println(Point(1, 2))
}
