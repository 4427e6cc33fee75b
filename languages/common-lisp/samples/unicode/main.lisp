(let ((line (read-line)))
  (format t "naïve 日本語 🎉~%")
  (format t "~a~%" line)
  (format t "~d~%" (length line)))
