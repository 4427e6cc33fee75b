(each [position argument (ipairs arg)]
  (print (.. position ": [" argument "]")))
