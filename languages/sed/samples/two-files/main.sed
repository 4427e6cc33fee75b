s/.*/Hello, &!/
r end.txt
