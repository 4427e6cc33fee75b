/* Each square is worked out by a program of its own, whose output ADDRESS brings back. */
squares = ''
do number = 1 to 4
  address system 'expr' number '\*' number with output stem line.
  squares = squares line.1
end
say strip(squares)
