(ns main
  (:require ["fs" :as fs]
            [clojure.string :as str]))

(let [line (str/trim (fs/readFileSync 0 "utf8"))]
  (println "naïve 日本語 🎉")
  (println line)
  (println (count (js/Array.from line))))
