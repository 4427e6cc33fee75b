;; Answers questions about facts: a query is data with ?variables, as in Datalog.
(ns main
  (:require [clojure.string :as str]))

(def facts
  #{[:ada :parent :byron]
    [:byron :parent :jack]
    [:ada :born 1815]
    [:byron :born 1788]
    [:jack :born 1756]})

(defn variable? [term]
  (and (symbol? term) (str/starts-with? (name term) "?")))

(defn unify
  "The bindings extended so that the pattern is the fact, or nil."
  [bindings pattern fact]
  (reduce (fn [known [term value]]
            (cond
              (= term value) known
              (not (variable? term)) (reduced nil)
              (not (contains? known term)) (assoc known term value)
              (= (known term) value) known
              :else (reduced nil)))
          bindings
          (map vector pattern fact)))

(defn solve [clauses]
  (reduce (fn [solutions clause]
            (for [bindings solutions
                  fact facts
                  :let [extended (unify bindings clause fact)]
                  :when extended]
              extended))
          [{}]
          clauses))

(defmacro query
  "Unevaluated clauses, with what to find before them."
  [find & clauses]
  `(sort (map (fn [bindings#] (mapv bindings# '~find)) (solve '~clauses))))

(defn ancestors-of [person]
  (let [parents (map second (filter #(= person (first %)) (query [?child ?parent] [?child :parent ?parent])))]
    (into (vec parents) (mapcat ancestors-of parents))))

(println "births:" (query [?year ?who] [?who :born ?year]))
(println "age of the parent:"
         (for [[child born before] (query [?child ?born ?before]
                                          [?child :parent ?parent]
                                          [?child :born ?born]
                                          [?parent :born ?before])]
           [child (- born before)]))
(println "ancestors:" (str/join ", " (map name (ancestors-of :ada))))
(println "nobody:" (query [?x] [?x :parent ?x]))
