import std.concurrency, std.range, std.stdio;

void square(int number)
{
    ownerTid.send(number, number * number);
}

void main()
{
    foreach (number; 1 .. 5)
        spawn(&square, number);
    int[5] squares;
    foreach (_; 0 .. 4)
        receive((int number, int result) { squares[number] = result; });
    writefln("%(%s %)", squares[].drop(1));
}
