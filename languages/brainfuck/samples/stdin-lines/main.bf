Counts up to nine lines
cell 0 holds the character and cell 1 the count and cell 2 a flag
>++++++++[>++++++<-]>[<+>-]<<       cell 1 is the digit 0
,[                                  for each character
  ----------                        take 10 from it
  >>+<<                             the flag is up
  [>>-<<[-]]                        and goes down unless nothing is left
  >>[<+>-]<<                        an end of line counts
,]
>.                                  the digit
>++++[>++++++++<-]>.                blank of 32
<+++++++++[>++++++++<-]>++++.       l of 108
---.                                i
+++++.                              n
---------.                          e
++++++++++++++.                     s
[-]++++++++++.                      end of line
