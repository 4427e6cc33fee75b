object Main {
  def main(arguments: Array[String]): Unit = {
    println("before")
    println(Map("car" -> "fast")("rocket"))
  }
}
