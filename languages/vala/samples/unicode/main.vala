void main () {
    Intl.setlocale ();
    string line = stdin.read_line ();
    print ("naïve 日本語 🎉\n");
    print ("%s\n%d\n", line, line.char_count ());
}
