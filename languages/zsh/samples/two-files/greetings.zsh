greet() {
  print "Hello, $1!"
}
