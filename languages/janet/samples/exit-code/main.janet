(print "before")
(os/exit 3)
