#lang racket/base

(define results (make-channel))

(for ([number (in-range 1 5)])
  (thread (lambda () (channel-put results (cons number (* number number))))))

(define squares
  (for/hash ([_ (in-range 4)])
    (define result (channel-get results))
    (values (car result) (cdr result))))

(apply printf "~a ~a ~a ~a\n" (for/list ([number (in-range 1 5)]) (hash-ref squares number)))
