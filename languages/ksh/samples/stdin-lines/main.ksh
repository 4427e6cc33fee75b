integer count=0 sum=0
while read -r number; do
  (( count++, sum += number ))
done
print "$count numbers, sum $sum"
