variable i;

_for i (1, __argc - 1, 1)
  vmessage ("%d: [%s]", i, __argv[i]);
