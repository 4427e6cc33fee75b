BEGIN {
    for (position = 1; position < ARGC; position++) printf "%d: [%s]\n", position, ARGV[position]
}
