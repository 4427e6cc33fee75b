import std.range, std.stdio;

void main(string[] args)
{
    foreach (position, argument; args.dropOne.enumerate(1))
        writefln("%s: [%s]", position, argument);
}
