greet(Name, Greeting) :-
    atom_concat('Hello, ', Name, Start),
    atom_concat(Start, '!', Greeting).
