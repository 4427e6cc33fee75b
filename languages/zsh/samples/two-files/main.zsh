source greetings.zsh
greet Ada
