identification division.
program-id. sample.
procedure division.
    display "before".
    move 3 to return-code.
    stop run.
