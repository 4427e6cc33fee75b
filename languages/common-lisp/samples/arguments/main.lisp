(defun arguments ()
  "What the program was given: every implementation keeps it elsewhere."
  #+sbcl (rest sb-ext:*posix-argv*)
  #+clisp ext:*args*
  #+ecl (rest (member "--" (ext:command-args) :test #'string=)))

(loop for argument in (arguments)
      for position from 1
      do (format t "~d: [~a]~%" position argument))
