// Ranges of addresses: written as 10.0.0.0/8, matched by the longest prefix, checked when it is compiled.
import std.algorithm, std.array, std.conv, std.exception, std.format, std.stdio, std.string;

struct Network
{
    uint address;
    ubyte bits;

    static Network parse(string text) pure
    {
        const parts = text.findSplit("/");
        const bits = parts[1].empty ? 32 : parts[2].to!ubyte;
        enforce(bits <= 32, "a prefix has at most 32 bits");
        return Network(addressOf(parts[0]) & maskOf(bits), cast(ubyte) bits);
    }

    bool contains(uint other) const pure nothrow
    {
        return (other & maskOf(bits)) == address;
    }

    string toString() const
    {
        return format!"%(%s.%)/%s"([24, 16, 8, 0].map!(shift => address >> shift & 255), bits);
    }
}

uint maskOf(int bits) pure nothrow
{
    return bits == 0 ? 0 : uint.max << (32 - bits);
}

uint addressOf(string text) pure
{
    const parts = text.split(".").map!(to!ubyte).array;
    enforce(parts.length == 4, "an address has four parts");
    return parts.fold!((sum, part) => sum << 8 | part)(0u);
}

static assert(Network.parse("192.168.7.9/16").address == 0xC0A80000);

struct Routes
{
    private string[Network] targets;

    void opIndexAssign(string target, string network)
    {
        targets[Network.parse(network)] = target;
    }

    string opIndex(string address) const
    {
        const wanted = addressOf(address);
        auto matching = targets.keys.filter!(network => network.contains(wanted)).array;
        return matching.empty ? "nowhere" : targets[matching.maxElement!(network => network.bits)];
    }
}

void main()
{
    Routes routes;
    routes["10.0.0.0/8"] = "office";
    routes["10.20.0.0/16"] = "warehouse";
    routes["10.20.30.40"] = "printer";

    foreach (address; stdin.byLineCopy)
        try
            writefln("%s -> %s", address, routes[address]);
        catch (Exception problem)
            writefln("%s: %s", address, problem.msg);
    writeln(Network.parse("10.20.30.40/20"));

    scope (success) writeln("done");
}
