position=0
for argument in "$@"; do
  position=$((position + 1))
  printf '%d: [%s]\n' "$position" "$argument"
done
