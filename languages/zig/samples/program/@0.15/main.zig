//! Checks that brackets are closed in order, with a stack of its own.
const std = @import("std");

fn Stack(comptime T: type, comptime capacity: usize) type {
    return struct {
        items: [capacity]T = undefined,
        len: usize = 0,

        const Self = @This();

        fn push(self: *Self, item: T) error{Full}!void {
            if (self.len == capacity) return error.Full;
            self.items[self.len] = item;
            self.len += 1;
        }

        fn pop(self: *Self) ?T {
            if (self.len == 0) return null;
            self.len -= 1;
            return self.items[self.len];
        }
    };
}

const Outcome = union(enum) {
    balanced: usize,
    mismatch: struct { close: u8, at: usize, open: u8 },
    unclosed: u8,
    unopened: struct { close: u8, at: usize },

    fn write(self: Outcome, writer: *std.Io.Writer) !void {
        switch (self) {
            .balanced => |depth| try writer.print("depth {d}\n", .{depth}),
            .mismatch => |m| try writer.print("{c} at {d} does not close {c}\n", .{ m.close, m.at, m.open }),
            .unclosed => |open| try writer.print("{c} is never closed\n", .{open}),
            .unopened => |u| try writer.print("{c} at {d} closes nothing\n", .{ u.close, u.at }),
        }
    }
};

fn opening(close: u8) ?u8 {
    return switch (close) {
        ')' => '(',
        ']' => '[',
        '}' => '{',
        else => null,
    };
}

fn check(text: []const u8) !Outcome {
    var stack: Stack(u8, 64) = .{};
    var deepest: usize = 0;
    for (text, 1..) |char, at| {
        if (char == '(' or char == '[' or char == '{') {
            try stack.push(char);
            deepest = @max(deepest, stack.len);
        } else if (opening(char)) |wanted| {
            const open = stack.pop() orelse return .{ .unopened = .{ .close = char, .at = at } };
            if (open != wanted) return .{ .mismatch = .{ .close = char, .at = at, .open = open } };
        }
    }
    return if (stack.pop()) |open| .{ .unclosed = open } else .{ .balanced = deepest };
}

pub fn main() !void {
    var input_buffer: [1024]u8 = undefined;
    var input = std.fs.File.stdin().reader(&input_buffer);
    var output_buffer: [1024]u8 = undefined;
    var output = std.fs.File.stdout().writer(&output_buffer);
    while (try input.interface.takeDelimiter('\n')) |line| {
        try output.interface.print("{s}: ", .{line});
        try (try check(line)).write(&output.interface);
    }
    try output.interface.flush();
}
