position=0
for argument; do
    position=$((position + 1))
    printf '%d: [%s]\n' "$position" "$argument"
done
