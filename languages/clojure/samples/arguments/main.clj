(doseq [[position argument] (map-indexed vector *command-line-args*)]
  (println (format "%d: [%s]" (inc position) argument)))
