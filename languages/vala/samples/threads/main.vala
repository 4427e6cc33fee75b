void main () {
    var threads = new Thread<int>[4];
    for (int number = 1; number <= 4; number++) {
        int factor = number;
        threads[number - 1] = new Thread<int> ("square", () => factor * factor);
    }
    string[] squares = {};
    foreach (var thread in threads) {
        squares += thread.join ().to_string ();
    }
    print ("%s\n", string.joinv (" ", squares));
}
