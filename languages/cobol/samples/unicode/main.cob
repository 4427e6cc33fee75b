identification division.
program-id. sample.
data division.
working-storage section.
01 line-of-text pic x(100).
procedure division.
    accept line-of-text.
    display "naïve 日本語 🎉".
    display function trim(line-of-text).
    stop run.
