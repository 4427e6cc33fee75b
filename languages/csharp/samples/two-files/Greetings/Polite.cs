namespace Greetings
{
    public static class Polite
    {
        public static string Greet(string name) => $"Hello, {name}!";
    }
}
