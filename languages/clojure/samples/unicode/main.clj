(let [line (read-line)]
  (println "naïve 日本語 🎉")
  (println line)
  (println (.codePointCount line 0 (count line))))
