@ count = 0
@ sum = 0
set number = "$<"
while ("$number" != "")
    @ count++
    @ sum += $number
    set number = "$<"
end
echo "$count numbers, sum $sum"
