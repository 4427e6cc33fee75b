Read("greetings.g");
Greet("Ada");
