# Settings of the form `name = value` become the members of a JSON object.

# Comments and empty lines go away, but the end of the object is not forgotten.
/^[[:space:]]*#/b skip
/^[[:space:]]*$/b skip

# Quotes and backslashes are escaped.
s/\\/\\\\/g
s/"/\\"/g

# Blanks around the name and the value.
s/^[[:space:]]*//
s/[[:space:]]*$//
s/[[:space:]]*=[[:space:]]*/=/

# A number stays as it is, anything else is a text.
/=-\{0,1\}[0-9][0-9]*$/ {
    s/^\([^=]*\)=\(.*\)$/  "\1": \2/
    b collect
}
s/^\([^=]*\)=\(.*\)$/  "\1": "\2"/

# The members are collected in the hold space.
: collect
H

: skip
$!d

# At the end: what was collected, with commas between the members.
x
s/^\n//
s/\n/,\n/g
i {
a }
