'naïve 日本語 🎉\n' + std.stripChars(importstr '/dev/stdin', '\n')
