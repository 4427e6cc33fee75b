const std = @import("std");

fn square(number: *u32) void {
    number.* *= number.*;
}

pub fn main() !void {
    var numbers = [_]u32{ 1, 2, 3, 4 };
    var threads: [4]std.Thread = undefined;
    for (&threads, &numbers) |*thread, *number| thread.* = try std.Thread.spawn(.{}, square, .{number});
    for (threads) |thread| thread.join();

    var buffer: [64]u8 = undefined;
    var output = std.fs.File.stdout().writer(&buffer);
    for (numbers, 0..) |number, index| {
        if (index > 0) try output.interface.writeByte(' ');
        try output.interface.print("{d}", .{number});
    }
    try output.interface.writeByte('\n');
    try output.interface.flush();
}
