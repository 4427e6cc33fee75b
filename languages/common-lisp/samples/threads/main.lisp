(defun in-thread (function)
  #+sbcl (sb-thread:make-thread function)
  #+ecl (mp:process-run-function "worker" function))

(defun result-of (thread)
  #+sbcl (sb-thread:join-thread thread)
  #+ecl (mp:process-join thread))

(let ((threads (loop for number from 1 to 4
                     collect (let ((number number))
                               (in-thread (lambda () (* number number)))))))
  (format t "~{~d~^ ~}~%" (mapcar #'result-of threads)))
