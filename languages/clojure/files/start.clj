;; Runs a program, the first argument, with the others as its own. What it does not catch is told in a few lines, without the report
;; in a file that clojure.main makes; the threads behind futures and agents do not keep a finished program alive for their minute.
(require '[clojure.main :as main])

(let [[source & arguments] *command-line-args*]
  (binding [*command-line-args* arguments]
    (try
      (load-file source)
      (flush)
      (catch Throwable problem
        (flush)
        (binding [*out* *err*]
          (print (main/ex-str (main/ex-triage (Throwable->map problem))))
          (flush))
        (System/exit 1))))
  (shutdown-agents))
