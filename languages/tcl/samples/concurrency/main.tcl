set squares {}
foreach number {1 2 3 4} {
    lappend squares [exec sh -c "echo \$(($number * $number))"]
}
puts $squares
