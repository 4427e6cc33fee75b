(import (scheme base)
        (scheme write)
        (greetings polite))

(display (greet "Ada"))
(newline)
