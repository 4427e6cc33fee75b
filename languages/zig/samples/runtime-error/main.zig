const std = @import("std");

fn find(name: []const u8) !usize {
    if (name.len > 0) return error.NoSuchThing;
    return 0;
}

pub fn main(init: std.process.Init) !void {
    try std.Io.File.stdout().writeStreamingAll(init.io, "before\n");
    _ = try find("rocket");
}
