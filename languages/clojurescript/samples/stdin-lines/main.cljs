(ns main
  (:require ["fs" :as fs]
            [clojure.string :as str]))

(let [numbers (map parse-long (str/split-lines (fs/readFileSync 0 "utf8")))]
  (println (str (count numbers) " numbers, sum " (reduce + numbers))))
