from greetings import greet

greet("Ada")
