import std.algorithm, std.array, std.conv, std.stdio;

void main()
{
    const numbers = stdin.byLine.map!(to!int).array;
    writefln("%s numbers, sum %s", numbers.length, numbers.sum);
}
