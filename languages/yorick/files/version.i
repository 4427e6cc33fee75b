write, format="%s\n", Y_VERSION;
