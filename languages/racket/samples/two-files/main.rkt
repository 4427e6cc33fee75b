#lang racket/base

(require "greetings/polite.rkt")

(displayln (greet "Ada"))
