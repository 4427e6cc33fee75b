program main
  implicit none
  undeclared = 1
end program main
