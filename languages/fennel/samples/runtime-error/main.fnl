(fn launch [fuel]
  (if (= fuel 0)
      (error "no fuel")
      "lift-off"))

(print "before")
(print (launch 0))
