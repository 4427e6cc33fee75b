set print "-"
print "naïve 日本語 🎉"
print system("head -n 1")
