(fn greet [person]
  (.. "Hello, " person "!"))

{: greet}
