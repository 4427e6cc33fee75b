(defn greet [person]
  (string "Hello, " person "!"))
