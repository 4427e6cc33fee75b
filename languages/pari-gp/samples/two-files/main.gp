read("greetings.gp");
greet("Ada");
