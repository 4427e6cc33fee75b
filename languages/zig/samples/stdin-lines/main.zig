const std = @import("std");
const Io = std.Io;

pub fn main(init: std.process.Init) !void {
    var input_buffer: [1024]u8 = undefined;
    var input: Io.File.Reader = .init(.stdin(), init.io, &input_buffer);
    var output_buffer: [1024]u8 = undefined;
    var output: Io.File.Writer = .init(.stdout(), init.io, &output_buffer);

    var count: usize = 0;
    var sum: i64 = 0;
    while (try input.interface.takeDelimiter('\n')) |line| {
        count += 1;
        sum += try std.fmt.parseInt(i64, line, 10);
    }
    try output.interface.print("{d} numbers, sum {d}\n", .{ count, sum });
    try output.interface.flush();
}
