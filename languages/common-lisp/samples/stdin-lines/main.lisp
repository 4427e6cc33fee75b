(loop for line = (read-line *standard-input* nil)
      while line
      count line into numbers
      sum (parse-integer line) into total
      finally (format t "~d numbers, sum ~d~%" numbers total))
