(require '[clojure.string :as str])

(let [numbers (map parse-long (str/split-lines (slurp *in*)))]
  (println (str (count numbers) " numbers, sum " (reduce + numbers))))
