\ Draws with a turtle: new words make a language for it, and a picture is a program in that language.

40 constant width
11 constant height

create canvas width height * chars allot

: cell-at ( x y -- c-addr )  width * + chars canvas + ;
: clear ( -- )  canvas width height * bl fill ;
: inside? ( x y -- flag )  0 height within swap 0 width within and ;

variable x   variable y      \ where the turtle is
variable dx  variable dy     \ where it looks
variable pen                 \ what it draws with; 0 when the pen is up

: go-to ( x y -- )  y ! x ! ;
: east ( -- )  1 dx !  0 dy ! ;
: left ( -- )  dy @  dx @ negate dy !  dx ! ;
: right ( -- )  left left left ;
: pen-down ( c -- )  pen ! ;
: pen-up ( -- )  0 pen ! ;

: mark ( -- )
  pen @ 0= if exit then
  x @ y @ inside? if pen @ x @ y @ cell-at c! then ;

: step ( -- )  dx @ x +!  dy @ y +! ;
: forward ( n -- )  0 ?do mark step loop ;

\ times: compiles a loop around the words up to ;times
: times: ( compile: -- loop-sys ) ( n -- )
  0 postpone literal postpone ?do ; immediate
: ;times ( compile: loop-sys -- )
  postpone loop ; immediate

: square ( n -- )  4 times: dup forward left ;times drop ;

: box ( c width height -- )
  rot pen-down
  2 times: over forward left dup forward left ;times
  2drop pen-up ;

: stairs ( n -- )  times: 2 forward left 1 forward right ;times ;

: show ( -- )
  height 0 do
    0 i cell-at width -trailing type cr
  loop ;

clear east
2 9 go-to  char # 10 6 box
5 7 go-to  char + pen-down 3 square
18 9 go-to  char / pen-down 8 stairs
pen-up

show
depth 0 .r ."  left on the stack" cr
