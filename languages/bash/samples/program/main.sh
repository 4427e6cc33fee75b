#!/bin/bash
# Reads a log of "client method path status bytes" and prints a report.
set -euo pipefail

declare -A clients=() paths=()
declare -a errors=()
requests=0
bytes=0

bar() {
  local length=$1 text
  printf -v text '%*s' "$length" ''
  echo "${text// /#}"
}

while read -r client _method path status size; do
  requests=$((requests + 1))
  bytes=$((bytes + size))
  clients[$client]=$((${clients[$client]:-0} + 1))
  paths[$path]=$((${paths[$path]:-0} + 1))
  if [[ $status =~ ^[45] ]]; then
    errors+=("$path")
  fi
done

printf '%-9s %s\n' 'requests:' "$requests" 'bytes:' "$bytes"
printf '%-9s %s (%s)\n' 'errors:' "${#errors[@]}" "${errors[*]}"

echo 'by client:'
for client in $(printf '%s\n' "${!clients[@]}" | sort); do
  echo "  $client $(bar "${clients[$client]}") ${clients[$client]}"
done

most=$(for path in "${!paths[@]}"; do echo "${paths[$path]} $path"; done | sort -rn | head -n 1 | cut -d ' ' -f 2)
echo "most wanted: $most"
