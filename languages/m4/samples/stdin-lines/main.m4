define(`count', 0)dnl
define(`sum', 0)dnl
define(`add', `define(`count', incr(count))define(`sum', eval(sum + $1))')dnl
patsubst(include(`/dev/stdin'), `\([0-9]+\)
', `add(\1)')dnl
count numbers, `sum' sum
