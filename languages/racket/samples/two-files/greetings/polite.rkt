#lang racket/base

(require racket/contract/base)

(provide
 (contract-out
  [greet (-> string? string?)]))

(define (greet name)
  (string-append "Hello, " name "!"))
