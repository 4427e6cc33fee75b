identification division.
program-id. sample.
procedure division.
    display undeclared-name.
    stop run.
