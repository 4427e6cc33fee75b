void main () {
    print ("%s\n", Greetings.greet ("Ada"));
}
