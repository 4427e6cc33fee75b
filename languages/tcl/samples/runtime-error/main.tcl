puts before
puts $rocket
