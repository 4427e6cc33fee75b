(define (greet name)
  (println "Hello, " name "!"))
