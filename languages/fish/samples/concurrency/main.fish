# Each square is worked out by a process of its own, at the same time as the others.
set folder (mktemp -d)
for number in (seq 4)
    sh -c "echo \$(($number * $number))" >$folder/$number &
end
wait
echo (cat $folder/*)
