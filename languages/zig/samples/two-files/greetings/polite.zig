const std = @import("std");

pub fn greet(buffer: []u8, name: []const u8) ![]const u8 {
    return std.fmt.bufPrint(buffer, "Hello, {s}!\n", .{name});
}
