read -r line
echo 'naïve 日本語 🎉'
echo "$line"
echo "${#line}"
