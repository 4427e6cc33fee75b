(defn main [_ & arguments]
  (eachp [index argument] arguments
    (printf "%d: [%s]" (inc index) argument)))
