# Reads a table, summarises its groups and fits a line by least squares.
measurements <- read.csv(file("stdin"), stringsAsFactors = TRUE)

summarise <- function(part) {
  list(group = as.character(part$group[1]), n = nrow(part), mean = mean(part$y))
}

describe <- function(summary) {
  sprintf("group %s: n = %d, mean y = %.2f", summary$group, summary$n, summary$mean)
}

parts <- split(measurements, measurements$group)
summaries <- lapply(parts, summarise)
for (summary in summaries) {
  cat(describe(summary), "\n", sep = "")
}

model <- lm(y ~ x, data = measurements)
coefficients <- coef(model)
cat(sprintf("y = %.2f + %.2f x\n", coefficients[["(Intercept)"]], coefficients[["x"]]))

cat(sprintf("sum of squares = %.2f\n", sum(resid(model)^2)))

stopifnot(
  all.equal(sum(resid(model)), 0),
  nrow(measurements) == sum(sapply(summaries, `[[`, "n"))
)
