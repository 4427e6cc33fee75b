(println "naïve 日本語 🎉")
(println (read-line))
