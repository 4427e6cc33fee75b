print("naïve 日本語 🎉")
line = input()
print(line)
print(len(line))
