(local {: greet} (require :greetings))

(print (greet "Ada"))
