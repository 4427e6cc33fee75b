program main
  use greetings
  implicit none
  print '(a)', greet('Ada')
end program main
