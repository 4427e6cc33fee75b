zero = 0
say 'before'
say 1 / zero
