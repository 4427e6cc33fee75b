: main ( -- )
  1
  begin next-arg 2dup 0 0 d<> while
    2 pick 0 .r ." : [" type ." ]" cr
    1+
  repeat
  2drop drop ;

main
