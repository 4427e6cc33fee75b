create line 80 chars allot

: next-number ( -- n true | false )
  line 80 stdin read-line throw
  if line swap s>number? 2drop true else drop false then ;

: main ( -- )
  0 0 ( count sum )
  begin next-number while + swap 1+ swap repeat
  swap 0 .r ."  numbers, sum " 0 .r cr ;

main
