(import (scheme base)
        (scheme write))

(display "before\n")
(display (vector-ref (vector 1 2 3) 3))
