print("before\n")
local numbers = [1, 2, 3]
print(numbers[7])
print("after\n")
