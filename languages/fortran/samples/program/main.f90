! Gaussian elimination with partial pivoting.
module linear
  implicit none
  integer, parameter :: dp = selected_real_kind(15)
contains
  subroutine solve(a, b, x, singular)
    real(dp), intent(in) :: a(:, :), b(:)
    real(dp), intent(out) :: x(:)
    logical, intent(out) :: singular
    real(dp) :: work(size(b), size(b) + 1), row(size(b) + 1)
    integer :: n, i, j, pivot

    n = size(b)
    work(:, 1:n) = a
    work(:, n + 1) = b
    singular = .false.
    do i = 1, n
      pivot = i - 1 + maxloc(abs(work(i:n, i)), dim=1)
      if (abs(work(pivot, i)) < epsilon(1.0_dp)) then
        singular = .true.
        return
      end if
      row = work(i, :)
      work(i, :) = work(pivot, :)
      work(pivot, :) = row
      do j = i + 1, n
        work(j, :) = work(j, :) - work(i, :) * work(j, i) / work(i, i)
      end do
    end do
    do i = n, 1, -1
      x(i) = (work(i, n + 1) - dot_product(work(i, i + 1:n), x(i + 1:n))) / work(i, i)
    end do
  end subroutine solve
end module linear

program main
  use linear
  implicit none
  real(dp), allocatable :: equations(:, :), x(:)
  integer :: n, i
  logical :: singular

  read (*, *) n
  allocate (equations(n, n + 1), x(n))
  do i = 1, n
    read (*, *) equations(i, :)
  end do
  call solve(equations(:, 1:n), equations(:, n + 1), x, singular)
  if (singular) error stop 'the equations have no single solution'
  do i = 1, n
    print '(a, i0, a, f7.3)', 'x', i, ' = ', x(i)
  end do
  print '(a, l1)', 'largest error below 1e-9: ', &
    maxval(abs(matmul(equations(:, 1:n), x) - equations(:, n + 1))) < 1e-9_dp
end program main
