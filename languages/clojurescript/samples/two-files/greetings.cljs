(ns greetings)

(defn greet [person]
  (str "Hello, " person "!"))
