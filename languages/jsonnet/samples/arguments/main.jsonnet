'Hello, %s and %s!' % [std.extVar('first'), std.extVar('second')]
