import greetings

print greetings.greet$("Ada")
