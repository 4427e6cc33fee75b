# Summarizes an access log: client, method, path, status and size on each line.
set -eu

log=$(mktemp)
trap 'rm "$log"' EXIT
cat > "$log"

repeat() {
    bar=''
    while [ "${#bar}" -lt "$2" ]; do
        bar="$bar$1"
    done
    printf '%s' "$bar"
}

kib() {
    echo $((($1 + 1023) / 1024))
}

requests=0 failed=0 total=0
while read -r _ _ _ status size; do
    requests=$((requests + 1))
    total=$((total + size))
    case $status in
        4?? | 5??) failed=$((failed + 1)) ;;
    esac
done < "$log"
echo "$requests requests, $failed failed, $total bytes"

printf '%-8s  %s  %s\n' client requests bytes
cut -d ' ' -f 1 "$log" | sort | uniq -c | sort -k 1,1nr -k 2 | while read -r count client; do
    bytes=0
    while read -r who _ _ _ size; do
        if [ "$who" = "$client" ]; then
            bytes=$((bytes + size))
        fi
    done < "$log"
    printf '%-8s  %8d  %s %d KiB\n' "$client" "$count" "$(repeat '#' "$(kib "$bytes")")" "$(kib "$bytes")"
done

wanted=$(cut -d ' ' -f 3 "$log" | sort | uniq -c | sort -k 1,1nr -k 2 | head -n 1)
echo "most wanted: ${wanted##* }"
