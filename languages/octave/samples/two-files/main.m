disp(greet("Ada"))
