#lang racket/base

(displayln "before")
(displayln (vector-ref (vector 1 2 3) 3))
