identification division.
program-id. sample.
procedure division.
    display "Hello, World!".
    stop run.
