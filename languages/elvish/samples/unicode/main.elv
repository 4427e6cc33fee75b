use str
var line = (read-line)
echo 'naïve 日本語 🎉'
echo $line
echo (str:split '' $line | count)
