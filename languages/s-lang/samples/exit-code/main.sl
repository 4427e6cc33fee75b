message ("before");
exit (3);
