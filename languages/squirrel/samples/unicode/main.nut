print("naïve 日本語 🎉\n")
local c
while ((c = stdin.readn('b')) != '\n') print((c & 0xff).tochar())
print("\n")
