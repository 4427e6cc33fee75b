integer position=0
for argument; do
  print -r -- "$(( ++position )): [$argument]"
done
