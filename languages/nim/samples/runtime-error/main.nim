import std/os

echo "before"
let numbers = @[1, 2, 3]
echo numbers[paramCount() + 7]
