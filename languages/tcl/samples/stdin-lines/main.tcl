set numbers [split [string trim [read stdin]] \n]
puts "[llength $numbers] numbers, sum [tcl::mathop::+ {*}$numbers]"
