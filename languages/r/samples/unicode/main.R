line <- readLines(file("stdin"), n = 1)
cat("naïve 日本語 🎉\n")
cat(line, "\n", sep = "")
cat(nchar(line), "\n", sep = "")
