:- initialization(main).

main :-
    read_term(Line, []),
    write('naïve 日本語 🎉'), nl,
    write(Line), nl,
    atom_length(Line, Length),
    write(Length), nl.
