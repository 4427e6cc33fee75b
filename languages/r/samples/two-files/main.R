source("greetings.R")
cat(greet("Ada"), "\n", sep = "")
