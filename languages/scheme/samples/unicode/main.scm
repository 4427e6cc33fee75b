(import (scheme base)
        (scheme write))

(let ((line (read-line)))
  (display "naïve 日本語 🎉\n")
  (display line)
  (newline)
  (display (string-length line))
  (newline))
