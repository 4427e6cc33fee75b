cat("before\n")
print(rocket)
