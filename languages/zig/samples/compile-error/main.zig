pub fn main() void {
    _ = undeclared_name;
}
