#lang racket/base

(define numbers
  (for/list ([line (in-lines)])
    (string->number line)))

(printf "~a numbers, sum ~a\n" (length numbers) (apply + numbers))
