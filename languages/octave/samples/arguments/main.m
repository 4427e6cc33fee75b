arguments = argv();
for position = 1:numel(arguments)
  printf("%d: [%s]\n", position, arguments{position});
end
