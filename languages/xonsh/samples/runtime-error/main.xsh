echo before
print(1 / 0)
