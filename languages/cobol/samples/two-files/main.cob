identification division.
program-id. sample.
procedure division.
    call "greet" using "Ada".
    stop run.
