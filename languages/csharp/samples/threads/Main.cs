using System;
using System.Linq;
using System.Threading.Tasks;

class Threads
{
    static async Task<int> Square(int number)
    {
        await Task.Yield();
        return number * number;
    }

    static void Main()
    {
        var squares = Task.WhenAll(Enumerable.Range(1, 4).Select(number => Task.Run(() => Square(number)))).Result;
        Console.WriteLine(string.Join(" ", squares));
    }
}
