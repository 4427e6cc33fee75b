(ns main
  (:require [greetings :refer [greet]]))

(println (greet "Ada"))
