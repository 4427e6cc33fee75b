{ sum += $1 }
END { printf "%d numbers, sum %d\n", NR, sum }
