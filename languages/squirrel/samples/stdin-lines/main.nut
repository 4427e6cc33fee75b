// There are no lines in the standard library: they are made of bytes.
function read_line() {
    local line = "", c
    while ((c = stdin.readn('b')) != '\n') line += c.tochar()
    return line
}

local count = 0, sum = 0, line
while ((line = read_line()) != "end") {
    sum += line.tointeger()
    count++
}
print(count + " numbers, sum " + sum + "\n")
