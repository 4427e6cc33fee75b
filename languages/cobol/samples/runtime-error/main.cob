identification division.
program-id. sample.
procedure division.
    display "before".
    call "no-such-program".
    stop run.
