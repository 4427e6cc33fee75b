package gozolite

import scala.collection.mutable
import scala.io.StdIn

sealed trait Shape
case class Circle(radius: Double) extends Shape
case class Square(side: Double) extends Shape

object Training {
  def area(shape: Shape): Double = shape match {
    case Circle(radius) => math.Pi * radius * radius
    case Square(side)   => side * side
  }

  def largest[T: Ordering](items: List[T]): Option[T] = if (items.isEmpty) None else Some(items.max)

  def main(args: Array[String]): Unit = {
    val counts = mutable.Map.empty[String, Int].withDefaultValue(0)
    Iterator.continually(StdIn.readLine()).takeWhile(_ != null).flatMap(_.split(" ")).foreach(word => counts(word) += 1)
    val numbers = for (n <- 1 to 10 if n % 2 == 0) yield n * n
    try println(s"${numbers.mkString(", ")} ${largest(List(1, 2))} ${area(Circle(1))} ${counts.toSeq.sortBy(-_._2)}")
    catch { case error: NumberFormatException => System.err.println(error.getMessage) }
  }
}
