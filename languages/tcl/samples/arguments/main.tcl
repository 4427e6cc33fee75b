set position 0
foreach argument $argv {
    puts "[incr position]: \[$argument\]"
}
