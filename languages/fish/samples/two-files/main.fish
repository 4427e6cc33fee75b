source greetings.fish
greet Ada
