set line = "$<"
echo 'naïve 日本語 🎉'
echo $line:q
echo $%line
