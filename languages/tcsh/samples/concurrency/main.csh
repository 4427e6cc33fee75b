set squares = ()
foreach number (1 2 3 4)
    set squares = ($squares `expr $number \* $number`)
end
echo $squares
