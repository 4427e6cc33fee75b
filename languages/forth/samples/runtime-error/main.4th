: main ( -- )
  ." before" cr
  1 0 / . ;

main
