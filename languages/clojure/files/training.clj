;; Run when the toolchain is installed: what it loads and calls is in the cache that programs start from.
(ns training
  (:require [clojure.edn :as edn]
            [clojure.set :as set]
            [clojure.string :as str]
            [clojure.walk :as walk]))

(defprotocol Shape
  (area [shape]))

(defrecord Square [side]
  Shape
  (area [_] (* side side)))

(defmulti describe :kind)
(defmethod describe :default [thing] (str/upper-case (name (:kind thing))))

(defn collatz [number]
  (lazy-seq (cons number (when (> number 1) (collatz (if (even? number) (quot number 2) (inc (* 3 number))))))))

(defmacro unless [condition & body]
  `(when-not ~condition ~@body))

(let [counted (atom {})
      numbers (into (sorted-set) (comp (filter odd?) (map inc)) (range 10))]
  (doseq [[position number] (map-indexed vector numbers)]
    (swap! counted assoc number position))
  (unless (empty? @counted)
    (println (format "%d %.1f %s" (reduce + numbers) 1.5 (str/join "," (take 5 (collatz 6))))))
  (println (area (->Square 3)) (describe {:kind :thing}) @(future (set/union #{1} #{2})))
  (println (walk/postwalk identity (edn/read-string "{:a [1 2.5 \"x\"]}")) (group-by even? numbers))
  (try
    (println (/ 1 (count [])))
    (catch ArithmeticException problem (println (ex-message problem)))))

(shutdown-agents)
