const std = @import("std");
const Io = std.Io;

pub fn main(init: std.process.Init) !void {
    var input_buffer: [1024]u8 = undefined;
    var input: Io.File.Reader = .init(.stdin(), init.io, &input_buffer);
    var output_buffer: [1024]u8 = undefined;
    var output: Io.File.Writer = .init(.stdout(), init.io, &output_buffer);

    const line = (try input.interface.takeDelimiter('\n')) orelse "";
    try output.interface.print("naïve 日本語 🎉\n{s}\n{d}\n", .{ line, try std.unicode.utf8CountCodepoints(line) });
    try output.interface.flush();
}
