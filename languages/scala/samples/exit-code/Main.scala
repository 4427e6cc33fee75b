object Main extends App {
  println("before")
  sys.exit(3)
}
