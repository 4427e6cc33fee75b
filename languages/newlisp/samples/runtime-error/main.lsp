(define (failed)
  (write-line 2 (last-error-text))
  (exit 1))

(define (last-error-text)
  (last (last-error)))

(error-event 'failed)
(println "before")
(println (nth 7 '(1 2 3)))
