const std = @import("std");

pub fn main() !void {
    var input_buffer: [1024]u8 = undefined;
    var input = std.fs.File.stdin().reader(&input_buffer);
    var output_buffer: [1024]u8 = undefined;
    var output = std.fs.File.stdout().writer(&output_buffer);

    const line = (try input.interface.takeDelimiter('\n')) orelse "";
    try output.interface.print("naïve 日本語 🎉\n{s}\n{d}\n", .{ line, try std.unicode.utf8CountCodepoints(line) });
    try output.interface.flush();
}
