object Main {
  def main(arguments: Array[String]): Unit =
    for ((argument, index) <- arguments.zipWithIndex) println(s"${index + 1}: [$argument]")
}
