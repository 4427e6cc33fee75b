(import (scheme base)
        (scheme write)
        (srfi 18))

(define (start number)
  (thread-start! (make-thread (lambda () (* number number)))))

(define threads (map start '(1 2 3 4)))

(for-each (lambda (thread separator)
            (display (thread-join! thread))
            (display separator))
          threads
          '(" " " " " " "\n"))
