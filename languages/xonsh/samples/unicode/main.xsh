line = input()
print("naïve 日本語 🎉")
echo @(line)
print(len(line))
