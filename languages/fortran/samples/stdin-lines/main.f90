program main
  implicit none
  integer :: number, count, total, status
  count = 0
  total = 0
  do
    read (*, *, iostat=status) number
    if (status /= 0) exit
    count = count + 1
    total = total + number
  end do
  print '(i0, a, i0)', count, ' numbers, sum ', total
end program main
