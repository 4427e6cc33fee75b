import std/unicode

let line = stdin.readLine
echo "naïve 日本語 🎉"
echo line
echo line.runeLen
