(defun add (a b)
  (declare (type fixnum a b) (optimize speed (safety 0)))
  (the fixnum (+ a b)))

(format t "~a ~d~%" (compiled-function-p #'add) (add 20 22))
