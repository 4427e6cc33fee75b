import greetings.polite;
import std.stdio;

void main()
{
    writeln(greet("Ada"));
}
