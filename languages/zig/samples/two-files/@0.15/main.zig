const std = @import("std");
const polite = @import("greetings/polite.zig");

pub fn main() !void {
    var buffer: [64]u8 = undefined;
    try std.fs.File.stdout().writeAll(try polite.greet(&buffer, "Ada"));
}
