source greetings.tcl
puts [greetings::greet Ada]
