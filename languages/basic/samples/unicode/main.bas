line input "" text$
print "naïve 日本語 🎉"
print text$
