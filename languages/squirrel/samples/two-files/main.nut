dofile("greetings.nut")
greet("Ada")
