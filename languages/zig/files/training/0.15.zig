const std = @import("std");

pub fn main() !void {
    var buffer: [1024]u8 = undefined;
    var writer = std.fs.File.stdout().writer(&buffer);
    try writer.interface.print("{s} {d}\n", .{ "ready", 1 });
    try writer.interface.flush();
}
