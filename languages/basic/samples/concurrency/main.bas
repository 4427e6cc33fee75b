squares$ = ""
for number = 1 to 4
  square$ = system$("expr " + str$(number) + " '*' " + str$(number))
  squares$ = squares$ + " " + trim$(square$)
next
print trim$(squares$)
