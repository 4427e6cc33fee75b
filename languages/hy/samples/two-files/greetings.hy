(defn greet [person]
  f"Hello, {person}!")
