(ns main
  (:require [greetings.polite :refer [greet]]))

(println (greet "Ada"))
