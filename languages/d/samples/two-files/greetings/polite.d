module greetings.polite;

string greet(string name)
{
    return "Hello, " ~ name ~ "!";
}
