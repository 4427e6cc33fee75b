(let [line (io.read)]
  (print "naïve 日本語 🎉")
  (print line)
  (print (utf8.len line)))
