(defn launch [fuel]
  (if (zero? fuel)
    (throw (ex-info "no fuel" {:fuel fuel}))
    "lift-off"))

(println "before")
(println (launch 0))
