print("naïve 日本語 🎉");
print(readstr("/dev/stdin")[1]);
