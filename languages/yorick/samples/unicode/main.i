write, format="%s\n", "naïve 日本語 🎉";
write, format="%s\n", rdline(open("/dev/stdin"));
