(print "never printed: the whole file is compiled first")
(print rocket)
