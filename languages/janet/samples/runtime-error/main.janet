(defn launch [fuel]
  (if (zero? fuel)
    (error "no fuel")
    "lift-off"))

(print "before")
(def result (launch 0))
(print result)
