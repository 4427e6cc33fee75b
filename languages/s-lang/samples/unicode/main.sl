variable line;

message ("naïve 日本語 🎉");
() = fgets (&line, stdin);
message (strtrim (line));
