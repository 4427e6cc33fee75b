set print "-"
print "before"
exit status 3
