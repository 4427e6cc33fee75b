set name = Ada
source greetings.csh
greet
