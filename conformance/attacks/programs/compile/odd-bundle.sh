# Run by the compiler driver in place of each of its tools: leaves odd things in the folder that the run will be given.
case "$*" in
  *collect2*|*ld*)
    mkfifo pipe.c
    ln -s loop loop
    ln -s /proc/self/fd/0 stdin
    ln -s /etc up
    mkdir -p closed/inner && echo x > closed/inner/f && chmod 000 closed
    echo x > setuid && chmod 6777 setuid
    echo x > unreadable && chmod 000 unreadable
    for i in 1 2 3 4 5 6 7 8 9; do echo x > "$(printf 'odd\n\t%s\377' $i)"; done
    ( i=0; while [ $i -lt 300 ]; do mkdir d && cd d || break; i=$((i+1)); done )
    dd if=/dev/zero of=sparse bs=1 count=1 seek=50M 2>/dev/null
    ;;
esac
exec "$@"
