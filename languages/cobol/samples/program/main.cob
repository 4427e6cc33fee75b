*> Reads hours and rates, in hundredths, and prints what everyone is paid.
identification division.
program-id. sample.
environment division.
input-output section.
file-control.
    select timesheet assign to keyboard organization is line sequential.
data division.
file section.
fd timesheet.
01 entry-line.
   05 employee  pic x(10).
   05 hours-in  pic 9(4).
   05 filler    pic x(3).
   05 rate-in   pic 9(4).
working-storage section.
01 at-end       pic x value "n".
   88 finished  value "y".
01 hours        pic 9(2)v99.
01 rate         pic 9(2)v99.
01 pay          pic 9(5)v99.
01 total-pay    pic 9(7)v99 value 0.
01 shown.
   05 shown-name  pic x(12).
   05 shown-hours pic z9.99.
   05 filler      pic x(4) value spaces.
   05 shown-pay   pic zz9.99.
01 shown-total    pic z,zz9.99.
procedure division.
main-part.
    open input timesheet
    display "NAME        HOURS     PAY"
    perform read-entry
    perform until finished
        perform pay-employee
        perform read-entry
    end-perform
    close timesheet
    move total-pay to shown-total
    display "TOTAL                " shown-total
    stop run.

read-entry.
    read timesheet
        at end set finished to true
    end-read.

pay-employee.
    compute hours = hours-in / 100
    compute rate = rate-in / 100
    compute pay rounded = hours * rate
    add pay to total-pay
    move employee to shown-name
    move hours to shown-hours
    move pay to shown-pay
    display shown.
