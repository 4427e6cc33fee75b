read -r line
print 'naïve 日本語 🎉'
print -r -- $line
print $#line
