;; Makes Hy compile its own core macros, which are written in Hy, and keep the result.
(defn double [number] (* 2 number))
(when (cond (= 1 (double 1)) True True True)
  (print (lfor number (range 3) :if (> number 0) (double number))))
