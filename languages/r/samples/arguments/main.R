arguments <- commandArgs(trailingOnly = TRUE)
cat(sprintf("%d: [%s]\n", seq_along(arguments), arguments), sep = "")
