identification division.
program-id. greet.
data division.
linkage section.
01 a-name pic x(3).
procedure division using a-name.
    display "Hello, " a-name "!".
    goback.
