require, "greetings.i";
greet, "Ada";
