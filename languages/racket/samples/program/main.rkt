#lang racket/base
;; A language for state machines: its macro refuses, when the program is compiled, a transition that leads nowhere.
(require (for-syntax racket/base)
         racket/match
         racket/string)

(struct machine (start accepting transitions))

(define-syntax (define-machine stx)
  (syntax-case stx ()
    [(_ name #:accept (accepting ...) (state [label target] ...) ...)
     (let ([states (map syntax-e (syntax->list #'(state ...)))])
       (for ([used (syntax->list #'(accepting ... target ... ...))])
         (unless (memq (syntax-e used) states)
           (raise-syntax-error #f "there is no such state" stx used)))
       (with-syntax ([start (car (syntax->list #'(state ...)))])
         #'(define name
             (machine 'start
                      '(accepting ...)
                      (hash (~@ 'state (hash (~@ 'label 'target) ...)) ...)))))]))

(define (run a-machine symbols)
  (match-define (machine start accepting transitions) a-machine)
  (let step ([state start] [symbols symbols] [visited '()])
    (match symbols
      ['() (values (and (memq state accepting) #t) (reverse (cons state visited)))]
      [(cons symbol rest)
       (match (hash-ref (hash-ref transitions state) symbol #f)
         [#f (values #f (reverse (cons state visited)))]
         [next (step next rest (cons state visited))])])))

(define-machine turnstile
  #:accept (locked)
  (locked [coin open] [push locked])
  (open [coin open] [push locked]))

(define-machine traffic-light
  #:accept (red green)
  (red [tick green])
  (green [tick amber])
  (amber [tick red]))

(define (report name a-machine input)
  (define-values (accepted? states) (run a-machine (map string->symbol (string-split input))))
  (printf "~a: ~a (~a)\n" name (if accepted? "accepts" "refuses") (string-join (map symbol->string states) " > ")))

(for ([line (in-lines)])
  (match (string-split line ": ")
    [(list "turnstile" input) (report "turnstile" turnstile input)]
    [(list "light" input) (report "traffic light" traffic-light input)]
    [_ (printf "no machine for ~s\n" line)]))

(define broken
  '(define-machine broken #:accept (on) (on [switch off])))

(with-handlers ([exn:fail:syntax? (lambda (problem) (displayln (exn-message problem)))])
  (parameterize ([current-namespace (variable-reference->namespace (#%variable-reference))])
    (expand broken)))
