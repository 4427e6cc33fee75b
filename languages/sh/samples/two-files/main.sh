. ./greetings.sh
greet Ada
