local line = io.read("*l")
print("naïve 日本語 🎉")
print(line)
print(utf8.len(line))
