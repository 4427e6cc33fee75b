(define-library (greetings polite)
  (export greet)
  (import (scheme base))
  (begin
    (define (greet name)
      (string-append "Hello, " name "!"))))
