program main
  implicit none
  integer :: number
  print '(a)', 'before'
  flush (6)
  read (*, *) number
  print *, number
end program main
