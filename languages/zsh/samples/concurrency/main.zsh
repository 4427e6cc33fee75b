# Each square comes through a pipe from a process of its own.
typeset -a channels
for number in {1..4}; do
  exec {channel}< <(print $(( number ** 2 )))
  channels+=($channel)
done

typeset -a squares
for channel in $channels; do
  read -u $channel square
  squares+=($square)
done
print $squares
