numbers = [];
while ischar(line = fgetl(stdin))
  numbers(end + 1) = str2double(line);
end
printf("%d numbers, sum %d\n", numel(numbers), sum(numbers))
