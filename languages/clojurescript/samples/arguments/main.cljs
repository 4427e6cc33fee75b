(doseq [[index argument] (map-indexed vector *command-line-args*)]
  (println (str (inc index) ": [" argument "]")))
