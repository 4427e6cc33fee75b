const std = @import("std");

fn find(name: []const u8) !usize {
    if (name.len > 0) return error.NoSuchThing;
    return 0;
}

pub fn main() !void {
    try std.fs.File.stdout().writeAll("before\n");
    _ = try find("rocket");
}
