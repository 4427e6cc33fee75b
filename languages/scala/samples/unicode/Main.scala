import scala.io.StdIn

object Main extends App {
  val line = StdIn.readLine()
  println("naïve 日本語 🎉")
  println(line)
  println(line.codePointCount(0, line.length))
}
