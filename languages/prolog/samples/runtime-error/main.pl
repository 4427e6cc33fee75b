:- initialization(main).

main :-
    write(before), nl,
    double(three, Twice),
    write(Twice), nl.

double(Number, Twice) :-
    Twice is Number * 2.
