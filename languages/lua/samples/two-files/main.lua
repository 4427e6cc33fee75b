local polite = require("greetings.polite")

print(polite.greet("Ada"))
