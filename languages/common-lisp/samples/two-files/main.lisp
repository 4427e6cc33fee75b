(load (merge-pathnames "greetings.lisp" *load-truename*))

(format t "~a~%" (greetings:greet "Ada"))
