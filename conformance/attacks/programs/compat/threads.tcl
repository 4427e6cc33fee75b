set sum 0
for {set i 0} {$i < 8} {incr i} { incr sum [exec echo [expr {$i * $i}]] }
puts "$sum [exec echo 42]"
