const std = @import("std");

pub fn main() !void {
    var buffer: [1024]u8 = undefined;
    var output = std.fs.File.stdout().writer(&buffer);
    var arguments = std.process.args();
    _ = arguments.skip();
    var position: usize = 1;
    while (arguments.next()) |argument| : (position += 1) {
        try output.interface.print("{d}: [{s}]\n", .{ position, argument });
    }
    try output.interface.flush();
}
