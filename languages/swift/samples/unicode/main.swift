let line = readLine() ?? ""
print("naïve 日本語 🎉")
print(line)
print(line.count)
