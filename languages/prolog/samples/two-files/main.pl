:- include('greetings.pl').

:- initialization(main).

main :-
    greet('Ada', Greeting),
    write(Greeting), nl.
