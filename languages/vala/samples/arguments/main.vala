void main (string[] args) {
    for (int position = 1; position < args.length; position++) {
        print ("%d: [%s]\n", position, args[position]);
    }
}
