(format t "before~%")
(format t "~a~%" (parse-integer "three"))
