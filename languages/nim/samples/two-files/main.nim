import greetings/polite

echo greet("Ada")
