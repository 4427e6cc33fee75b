const std = @import("std");

pub fn main() !void {
    try std.fs.File.stdout().writeAll("before\n");
    std.process.exit(3);
}
