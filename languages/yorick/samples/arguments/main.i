arguments = get_argv();
for (i = 2; i <= numberof(arguments); i++)
  write, format="%ld: [%s]\n", i - 1, arguments(i);
