program main
  implicit none
  print '(a)', 'before'
  stop 3, quiet=.true.
end program main
