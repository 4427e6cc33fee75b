(import (scheme base)
        (scheme write))

(let loop ((line (read-line)) (count 0) (sum 0))
  (cond
    ((eof-object? line)
     (display count)
     (display " numbers, sum ")
     (display sum)
     (newline))
    (else
     (loop (read-line) (+ count 1) (+ sum (string->number line))))))
