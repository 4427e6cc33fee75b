# Parses a log with a grammar (PEG), and asks questions of the entries.
(def grammar
  (peg/compile
    ~{:two (number (2 :d))
      :date (* (4 :d) "-" (2 :d) "-" (2 :d))
      :time (group (* :two ":" :two ":" :two))
      :level (<- (+ "INFO" "WARN" "ERROR"))
      :part (* "[" (<- (some (if-not "]" 1))) "]")
      :main (* :date "T" :time " " :level " " :part " " (<- (to -1)))}))

(def duration (peg/compile ~(* (thru (* :s (<- :d+))) " ms" -1)))

(defn entry
  "The entry that a line holds; nil when it holds none."
  [line]
  (when-let [[time level part text] (peg/match grammar line)]
    {:time time :level level :part part :text text
     :ms (if-let [[written] (peg/match duration text)] (scan-number written))}))

(defn seconds [[hours minutes seconds]]
  (+ (* 3600 hours) (* 60 minutes) seconds))

(defn plural [number noun]
  (string number " " noun (if (= number 1) "" "s")))

(defn slowest [entries]
  (last (sort-by |($ :ms) (filter |($ :ms) entries))))

(defn seen-for
  "How many seconds passed between the first and the last entry of a part."
  [part entries]
  (def times (map |(seconds ($ :time)) (filter |(= part ($ :part)) entries)))
  (- (max ;times) (min ;times)))

(def lines (string/split "\n" (string/trim (:read stdin :all))))
(def entries (keep entry lines))
(print (length entries) " entries, "
       (plural (- (length lines) (length entries)) "line") " of something else")

(def levels (frequencies (map |($ :level) entries)))
(each level (sorted (keys levels))
  (print level ": " (levels level)))

(let [{:text text :part part :time [hours minutes]} (slowest entries)]
  (printf "slowest: %s (%s, at %02d:%02d)" text part hours minutes))
(print "web was seen for " (plural (seen-for "web" entries) "second"))
