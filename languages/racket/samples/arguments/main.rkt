#lang racket/base

(for ([argument (current-command-line-arguments)]
      [position (in-naturals 1)])
  (printf "~a: [~a]\n" position argument))
