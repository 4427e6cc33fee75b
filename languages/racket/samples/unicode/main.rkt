#lang racket/base

(define line (read-line))
(displayln "naïve 日本語 🎉")
(displayln line)
(displayln (string-length line))
