square() { echo $(($1 * $1)) >"square-$1"; }

for number in 1 2 3 4; do square "$number" & done
wait
echo $(cat square-*)
