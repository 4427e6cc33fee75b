using System;

class Exit
{
    static int Main()
    {
        Console.WriteLine("before");
        return 3;
    }
}
