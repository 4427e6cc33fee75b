import std.conv, std.stdio;

void main()
{
    writeln("before");
    writeln("three".to!int);
}
