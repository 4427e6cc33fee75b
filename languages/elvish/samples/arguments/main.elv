for position [(range (count $args))] {
  echo (+ $position 1)': ['$args[$position]']'
}
