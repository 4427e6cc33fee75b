# A compiler that forks for ever, writes for ever, and never ends.
yes compiler >&2 &
while :; do sh -c 'sleep 100 & sleep 100 &' & done
