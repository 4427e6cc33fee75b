function greet {
  print "Hello, $1!"
}
