# Translates Brainfuck to C. Runs of commands become one statement, and a loop that only adds multiples of a cell to other
# cells becomes a multiplication. Brackets that do not match are reported by line, and nothing is then written. The variable
# SOURCE of the environment has the name of the program.

# Commands that were read and not yet written: a move, and then an addition to the cell there.
function settle() {
    if (move) statement("MOVE(" move ", " line ")")
    if (sum) statement("*cell += " sum)
    move = sum = 0
}

function statement(text) {
    code[++statements] = text ";"
}

# Whether the loop whose body starts at `start` could be written as multiplications. Moves `at` behind it then.
function multiplication(start,    length_, body, i, command, place, places, change, order) {
    if (!match(substr(text, start), /^[-+<>]*\]/)) return 0
    length_ = RLENGTH
    body = substr(text, start, length_ - 1)
    place = places = 0
    for (i = 1; i < length_; i++) {
        command = substr(body, i, 1)
        if (command == ">") place++
        else if (command == "<") place--
        else {
            if (!(place in change) && place != 0) order[++places] = place
            change[place] += command == "+" ? 1 : -1
        }
    }
    if (place != 0 || change[0] != -1) return 0
    for (i = 1; i <= places; i++) {
        statement("ADD(" order[i] ", " change[order[i]] ", " line ")")
    }
    statement("*cell = 0")
    at = start + length_ - 1
    return 1
}

function fail(where, what) {
    printf "%s:%d: %s\n", ENVIRON["SOURCE"], where, what > "/dev/stderr"
    failed = 1
    exit 1
}

{
    gsub(/[^][<>+.,-]/, "")
    for (i = 1; i <= length($0); i++) lines[++total] = NR
    text = text $0
}

END {
    if (failed) exit 1
    for (at = 1; at <= total; at++) {
        command = substr(text, at, 1)
        if (command == "+" || command == "-") {
            line = lines[at]
            sum += command == "+" ? 1 : -1
            continue
        }
        if (command == ">" || command == "<") {
            if (sum) settle()
            line = lines[at]
            move += command == ">" ? 1 : -1
            continue
        }
        settle()
        line = lines[at]
        if (command == ".") statement("putchar_unlocked(*cell)")
        else if (command == ",") statement("*cell = take()")
        else if (command == "[") {
            if (multiplication(at + 1)) continue
            open[++depth] = line
            code[++statements] = "while (*cell) {"
        } else {
            if (depth-- == 0) fail(line, "this ] has no [.")
            code[++statements] = "}"
        }
    }
    settle()
    if (depth > 0) fail(open[depth], "this [ has no ].")
    while ((getline < runtime) > 0) print
    print "int main(void) {"
    print "setlinebuf(stdout);"
    for (i = 1; i <= statements; i++) print code[i]
    print "return 0;"
    print "}"
}
