(import (scheme base)
        (scheme process-context)
        (scheme write))

(let loop ((position 1) (arguments (cdr (command-line))))
  (unless (null? arguments)
    (for-each display (list position ": [" (car arguments) "]\n"))
    (loop (+ position 1) (cdr arguments))))
