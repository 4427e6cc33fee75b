using System;

class Fails
{
    static void Main()
    {
        Console.WriteLine("before");
        var numbers = new int[3];
        Console.WriteLine(numbers[numbers.Length]);
    }
}
