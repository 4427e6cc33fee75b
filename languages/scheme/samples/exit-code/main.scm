(import (scheme base)
        (scheme process-context)
        (scheme write))

(display "before\n")
(exit 3)
