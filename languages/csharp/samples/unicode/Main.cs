using System;
using System.Globalization;

class Unicode
{
    static void Main()
    {
        var line = Console.ReadLine();
        Console.WriteLine("naïve 日本語 🎉");
        Console.WriteLine(line);
        Console.WriteLine(new StringInfo(line).LengthInTextElements);
    }
}
