(set 'n 0)
(dolist (argument (slice (main-args) 4 -2))
  (println (inc n) ": [" argument "]"))
