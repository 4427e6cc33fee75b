() = evalfile ("./greetings.sl");
greet ("Ada");
