program main
  implicit none
  character(len=200) :: line
  read (*, '(a)') line
  print '(a)', 'naïve 日本語 🎉'
  print '(a)', trim(line)
end program main
