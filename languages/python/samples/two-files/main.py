from greetings.polite import greet

print(greet("Ada"))
