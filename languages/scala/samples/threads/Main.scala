import scala.concurrent.{Await, Future}
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration._

object Main {
  def main(arguments: Array[String]): Unit = {
    val squares = Future.traverse(List(1, 2, 3, 4))(number => Future(number * number))
    println(Await.result(squares, 5.seconds).mkString(" "))
  }
}
