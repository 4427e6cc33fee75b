(import greetings [greet])

(print (greet "Ada"))
