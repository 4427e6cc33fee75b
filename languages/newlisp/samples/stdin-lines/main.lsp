(set 'numbers '())
(while (read-line)
  (push (int (current-line)) numbers -1))
(println (length numbers) " numbers, sum " (apply + numbers))
