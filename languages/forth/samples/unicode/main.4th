create line 80 chars allot

: characters ( c-addr u -- n )
  0 -rot
  begin dup while +x/string rot 1+ -rot repeat
  2drop ;

: main ( -- )
  line 80 stdin read-line throw drop
  ." naïve 日本語 🎉" cr
  line over type cr
  line swap characters 0 .r cr ;

main
