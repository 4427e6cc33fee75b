import "greetings" as greetings;

"Ada" | greetings::greet
