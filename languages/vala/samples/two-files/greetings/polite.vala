namespace Greetings {
    public string greet (string name) {
        return @"Hello, $name!";
    }
}
