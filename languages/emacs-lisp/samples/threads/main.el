;;; -*- lexical-binding: t -*-

(let ((threads (mapcar (lambda (number)
                         (make-thread (lambda () (* number number))))
                       '(1 2 3 4))))
  (princ (concat (mapconcat #'number-to-string (mapcar #'thread-join threads) " ") "\n")))
