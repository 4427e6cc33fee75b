(defn share [cakes guests]
  (/ cakes guests))

(print "before")
(print (share 4 0))
