;; Generators by continuations: a search that gives its answers one at a time, and stops where it is asked to.
(import (scheme base)
        (scheme write))

(define (make-generator search)
  (define return #f)
  (define (yield value)
    (call/cc
     (lambda (rest)
       (set! resume (lambda () (rest #f)))
       (return value))))
  (define (resume)
    (search yield)
    (return (eof-object)))
  (lambda ()
    (call/cc
     (lambda (caller)
       (set! return caller)
       (resume)))))

(define-syntax for
  (syntax-rules (in)
    ((_ name in list body ...)
     (for-each (lambda (name) body ...) list))))

(define (colourings regions borders colours)
  (define (allowed? region colour chosen)
    (not (let any ((rest chosen))
           (and (pair? rest)
                (or (and (eq? (cdar rest) colour)
                         (or (member (list region (caar rest)) borders)
                             (member (list (caar rest) region) borders)))
                    (any (cdr rest)))))))
  (make-generator
   (lambda (yield)
     (let colour-next ((left regions) (chosen '()))
       (if (null? left)
           (yield (reverse chosen))
           (for colour in colours
             (when (allowed? (car left) colour chosen)
               (colour-next (cdr left)
                            (cons (cons (car left) colour) chosen)))))))))

(define (show . parts)
  (for-each display parts)
  (newline))

(define next
  (colourings '(north south east west)
              '((north east) (north west) (south east) (south west) (east west))
              '(red green blue)))

(show "first: " (next))
(show "second: " (next))

(let count ((colouring (next)) (found 2))
  (if (eof-object? colouring)
      (show "all: " found)
      (count (next) (+ found 1))))

(show "with two colours: "
      (eof-object? ((colourings '(a b c) '((a b) (b c) (a c)) '(red green)))))
