use ./greetings
greetings:greet Ada
