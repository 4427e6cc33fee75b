const std = @import("std");
const polite = @import("greetings/polite.zig");

pub fn main(init: std.process.Init) !void {
    var buffer: [64]u8 = undefined;
    try std.Io.File.stdout().writeStreamingAll(init.io, try polite.greet(&buffer, "Ada"));
}
