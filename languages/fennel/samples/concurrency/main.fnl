;; Coroutines take turns: each is resumed once in a round, until all are dead.
(fn worker [number results]
  (coroutine.wrap (fn []
                    (coroutine.yield)
                    (tset results number (* number number)))))

(let [results []
      workers (fcollect [number 1 4] (worker number results))]
  (for [_ 1 2]
    (each [_ resume (ipairs workers)]
      (resume)))
  (print (table.concat results " ")))
