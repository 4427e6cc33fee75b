# Run by the compiler driver in place of each of its tools. The host's folder is in target.txt.
target=$(cat target.txt)
case "$*" in
  *collect2*|*ld*)
    rm -rf main.c sub
    ln -s "$target/victim.txt" main.c
    ln -s "$target" sub
    ln "$target/victim.txt" bait 2>/dev/null || ln -s "$target/victim.txt" bait
    (setsid sh -c 'while :; do sleep 1; done' >/dev/null 2>&1 </dev/null &)
    ;;
esac
exec "$@"
