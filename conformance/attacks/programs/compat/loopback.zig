const std = @import("std");
const Io = std.Io;

fn serve(io: Io, there: *Io.net.Server) !void {
    const peer = try there.accept(io);
    defer peer.close(io);
    var in: [16]u8 = undefined;
    var out: [16]u8 = undefined;
    var reader = peer.reader(io, &in);
    var writer = peer.writer(io, &out);
    for (try reader.interface.take(5)) |letter| try writer.interface.writeByte(std.ascii.toUpper(letter));
    try writer.interface.flush();
}

fn server(io: Io, there: *Io.net.Server) void {
    serve(io, there) catch |failed| std.debug.panic("server: {}", .{failed});
}

pub fn main(init: std.process.Init) !void {
    const io = init.io;
    for ([_][]const u8{ "127.0.0.1", "::1" }) |host| {
        const address: Io.net.IpAddress = try .parse(host, 0);
        var there = try address.listen(io, .{});
        const thread = try std.Thread.spawn(.{}, server, .{ io, &there });
        const here = try there.socket.address.connect(io, .{ .mode = .stream });
        defer here.close(io);
        var in: [16]u8 = undefined;
        var out: [16]u8 = undefined;
        var reader = here.reader(io, &in);
        var writer = here.writer(io, &out);
        try writer.interface.writeAll("hello");
        try writer.interface.flush();
        if (!std.mem.eql(u8, try reader.interface.take(5), "HELLO")) return error.Echo;
        thread.join();
    }
    try io.sleep(.fromMilliseconds(10), .awake);
    var buffer: [16]u8 = undefined;
    var output: Io.File.Writer = .init(.stdout(), io, &buffer);
    try output.interface.writeAll("HELD\n");
    try output.interface.flush();
}
