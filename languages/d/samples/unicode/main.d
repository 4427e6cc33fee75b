import std.stdio, std.string, std.uni, std.range;

void main()
{
    const line = readln.chomp;
    writeln("naïve 日本語 🎉");
    writeln(line);
    writeln(line.byGrapheme.walkLength);
}
