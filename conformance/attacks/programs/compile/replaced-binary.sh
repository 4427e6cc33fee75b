# Run by the compiler driver in place of each of its tools: puts a pipe where the program should be.
"$@"
status=$?
case "$*" in
  *collect2*|*ld*)
    while [ $# -gt 1 ]; do
      if [ "$1" = -o ]; then rm -f "$2"; mkfifo "$2"; chmod 755 "$2"; fi
      shift
    done
    ;;
esac
exit $status
