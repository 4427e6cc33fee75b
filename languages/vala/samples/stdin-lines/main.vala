void main () {
    string? line;
    int count = 0, sum = 0;
    while ((line = stdin.read_line ()) != null) {
        count++;
        sum += int.parse (line);
    }
    print ("%d numbers, sum %d\n", count, sum);
}
