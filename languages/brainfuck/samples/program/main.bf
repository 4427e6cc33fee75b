[
  Draws a bar for each digit of the input and passes over blanks and ends of lines
  cell 0  the constant 10 for an end of line
  cell 1  the constant 32 for a blank
  cell 2  the constant 124 for a line upright
  cell 3  the constant 42 for a star
  cell 4  the character
  cell 5  what is left of it
  cell 6  a cell to count with
]

Make the constants
++++++++++                                   ten
>>>>>>++++[<<<<<++++++++>>>>>-]              four times 8 is 32
+++++[<<<<++++++++++++++++++++++++>>>>-]     five times 24
<<<<++++                                     and 4 is 124
>>>>++++++[<<<+++++++>>>-]                   six times 7 is 42

Take the characters one by one
<<,[
  [>+>+<<-]>>[<<+>>-]<                       copy the character
  ----------                                 take 10 from it
  [
    >++++[<----->-]<--                       take 22 more
    [
      >++++[<---->-]<                        take 16 more
      <.                                     the digit itself
      <<<.>.<.                               blank and line and blank
      >>>>                                   at the value
      [<<.>>-]                               a star for each one
      <<<<<.                                 end of line
      >>>>>
    ]
  ]
  <,                                         the next character
]
