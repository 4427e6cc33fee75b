: greet ( c-addr u -- )
  ." Hello, " type ." !" ;
