. ./greetings.ksh
greet Ada
