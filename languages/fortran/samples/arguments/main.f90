program main
  implicit none
  character(len=100) :: argument
  integer :: position
  do position = 1, command_argument_count()
    call get_command_argument(position, argument)
    print '(i0, 3a)', position, ': [', trim(argument), ']'
  end do
end program main
