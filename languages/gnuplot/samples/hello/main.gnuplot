set print "-"
print "Hello, World!"
