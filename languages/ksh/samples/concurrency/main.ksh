# A coprocess squares every number that is written to it.
while read -r number; do
  print $(( number ** 2 ))
done |&

typeset -a squares
for number in {1..4}; do
  print -p $number
  read -p square
  squares+=($square)
done
print ${squares[@]}
