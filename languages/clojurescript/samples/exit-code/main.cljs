(println "before")
(js/process.exit 3)
