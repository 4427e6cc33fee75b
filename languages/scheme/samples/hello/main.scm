(import (scheme base)
        (scheme write))

(display "Hello, World!")
(newline)
