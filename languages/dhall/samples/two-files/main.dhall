let greetings = ./greetings.dhall

in  greetings.greet "Ada"
