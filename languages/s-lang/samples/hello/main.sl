message ("Hello, World!");
