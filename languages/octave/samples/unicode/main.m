line = fgetl(stdin);
disp("naïve 日本語 🎉")
disp(line)
disp(columns(unicode2native(line, "utf-32le")) / 4)
