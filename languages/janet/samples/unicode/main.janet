(def line (string/trim (file/read stdin :line)))
(print "naïve 日本語 🎉")
(print line)
