numbers <- as.integer(readLines(file("stdin")))
cat(sprintf("%d numbers, sum %d\n", length(numbers), sum(numbers)))
