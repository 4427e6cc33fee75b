using System;
using System.Collections.Generic;
using System.Linq;

class Sum
{
    static IEnumerable<string> Lines()
    {
        string line;
        while ((line = Console.ReadLine()) != null) yield return line;
    }

    static void Main()
    {
        var numbers = Lines().Select(int.Parse).ToList();
        Console.WriteLine($"{numbers.Count} numbers, sum {numbers.Sum()}");
    }
}
