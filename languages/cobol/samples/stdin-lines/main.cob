identification division.
program-id. sample.
environment division.
input-output section.
file-control.
    select input-lines assign to keyboard organization is line sequential.
data division.
file section.
fd input-lines.
01 input-line pic x(20).
working-storage section.
01 counted pic 9(4) value 0.
01 total pic 9(6) value 0.
01 at-end pic x value "n".
01 shown-count pic z(3)9.
01 shown-total pic z(5)9.
procedure division.
    open input input-lines
    perform until at-end = "y"
        read input-lines
            at end move "y" to at-end
            not at end
                add 1 to counted
                compute total = total + function numval(input-line)
        end-read
    end-perform
    close input-lines
    move counted to shown-count
    move total to shown-total
    display function trim(shown-count) " numbers, sum " function trim(shown-total)
    stop run.
