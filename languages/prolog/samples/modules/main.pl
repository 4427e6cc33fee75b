:- use_module(greetings/polite).

:- initialization(main, main).

main([Name]) :-
    greet(Name, Greeting),
    writeln(Greeting).
