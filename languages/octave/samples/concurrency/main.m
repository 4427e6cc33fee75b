for number = 1:4
  pipes(number) = popen(sprintf("echo $((%d * %d))", number, number), "r");
end
squares = arrayfun(@(pipe) str2double(fgetl(pipe)), pipes);
arrayfun(@pclose, pipes);
disp(strjoin(arrayfun(@num2str, squares, "UniformOutput", false), " "))
