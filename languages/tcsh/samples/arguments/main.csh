@ position = 0
foreach argument ($argv:q)
    @ position++
    echo "${position}: [$argument:q]"
end
