write, format="%s\n", "before";
numbers = [1, 2, 3];
write, numbers(7);
write, format="%s\n", "after";
