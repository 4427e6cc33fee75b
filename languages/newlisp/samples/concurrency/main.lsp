(define (square n) (* n n))

(dolist (n '(1 2 3 4))
  (spawn (sym (string "result" n)) (square n)))
(sync 5000)
(println (join (map (fn (n) (string (eval (sym (string "result" n))))) '(1 2 3 4)) " "))
