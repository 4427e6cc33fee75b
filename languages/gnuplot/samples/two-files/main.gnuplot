set print "-"
load "greetings.gnuplot"
print greeting("Ada")
