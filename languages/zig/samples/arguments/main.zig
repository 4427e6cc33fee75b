const std = @import("std");

pub fn main(init: std.process.Init) !void {
    var buffer: [1024]u8 = undefined;
    var output: std.Io.File.Writer = .init(.stdout(), init.io, &buffer);
    const arguments = try init.minimal.args.toSlice(init.arena.allocator());
    for (arguments[1..], 1..) |argument, position| {
        try output.interface.print("{d}: [{s}]\n", .{ position, argument });
    }
    try output.interface.flush();
}
