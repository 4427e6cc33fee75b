BEGIN { print "naïve 日本語 🎉" }
{
    print
    print length($0)
}
