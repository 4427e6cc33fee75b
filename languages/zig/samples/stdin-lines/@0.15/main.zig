const std = @import("std");

pub fn main() !void {
    var input_buffer: [1024]u8 = undefined;
    var input = std.fs.File.stdin().reader(&input_buffer);
    var output_buffer: [1024]u8 = undefined;
    var output = std.fs.File.stdout().writer(&output_buffer);

    var count: usize = 0;
    var sum: i64 = 0;
    while (try input.interface.takeDelimiter('\n')) |line| {
        count += 1;
        sum += try std.fmt.parseInt(i64, line, 10);
    }
    try output.interface.print("{d} numbers, sum {d}\n", .{ count, sum });
    try output.interface.flush();
}
