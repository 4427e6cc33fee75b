disp("before")
disp([1 2 3] + [1 2])
