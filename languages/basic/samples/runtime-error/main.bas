dim shelf(3)
print "before"
print shelf(7)
