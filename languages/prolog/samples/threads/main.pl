:- initialization(main).

main :-
    findall(Thread, (between(1, 4, Number), thread_create(square(Number), Thread)), Threads),
    maplist(joined, Threads, Squares),
    atomic_list_concat(Squares, ' ', Line),
    writeln(Line).

square(Number) :-
    Square is Number * Number,
    thread_exit(Square).

joined(Thread, Square) :-
    thread_join(Thread, exited(Square)).
