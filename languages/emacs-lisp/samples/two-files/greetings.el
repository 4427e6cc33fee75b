;;; greetings.el --- Says hello  -*- lexical-binding: t -*-

(defun greetings-greet (name)
  "Return a greeting of NAME."
  (format "Hello, %s!" name))

(provide 'greetings)
