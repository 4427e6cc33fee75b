numbers=("${(@f)$(<&0)}")
print "$#numbers numbers, sum $(( ${(j:+:)numbers} ))"
