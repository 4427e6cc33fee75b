:- initialization(main).

:- if(current_prolog_flag(dialect, gprolog)).
arguments(Arguments) :- argument_list(Arguments).
:- else.
arguments(Arguments) :- current_prolog_flag(argv, Arguments).
:- endif.

main :-
    arguments(Arguments),
    show(Arguments, 1).

show([], _).
show([Argument|Arguments], Position) :-
    format("~d: [~a]~n", [Position, Argument]),
    Next is Position + 1,
    show(Arguments, Next).
