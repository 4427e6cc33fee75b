(setv line (input))
(print "naïve 日本語 🎉")
(print line)
(print (len line))
