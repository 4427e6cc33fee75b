echo 'naïve 日本語 🎉'
IFS= read -r line
printf '%s\n' "$line"
