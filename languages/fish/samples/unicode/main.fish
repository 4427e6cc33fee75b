read line
echo 'naïve 日本語 🎉'
echo $line
string length $line
