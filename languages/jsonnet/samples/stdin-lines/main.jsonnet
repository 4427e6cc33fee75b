local lines = std.split(std.stripChars(importstr '/dev/stdin', '\n'), '\n');
local numbers = std.map(std.parseInt, lines);

'%d numbers, sum %d' % [std.length(numbers), std.foldl(function(a, b) a + b, numbers, 0)]
