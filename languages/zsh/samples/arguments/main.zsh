for position in {1..$#}; do
  print -r -- "$position: [$argv[position]]"
done
