const std = @import("std");

pub fn main(init: std.process.Init) !void {
    var sum: u8 = 250;
    for (0..8) |i| {
        var buffer: [16]u8 = undefined;
        const line = try std.fmt.bufPrint(&buffer, "{d}\n", .{sum});
        try std.Io.File.stdout().writeStreamingAll(init.io, line);
        sum += @intCast(i + 1);
    }
}
