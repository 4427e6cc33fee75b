:- initialization(main).

main :-
    numbers(Numbers),
    length(Numbers, Count),
    sum_list(Numbers, Sum),
    format("~d numbers, sum ~d~n", [Count, Sum]).

numbers(Numbers) :-
    line(Codes),
    (   Codes == end_of_file
    ->  Numbers = []
    ;   number_codes(Number, Codes),
        Numbers = [Number|Rest],
        numbers(Rest)
    ).

line(Codes) :-
    get_code(Code),
    (   Code =:= -1
    ->  Codes = end_of_file
    ;   rest_of_line(Code, Codes)
    ).

rest_of_line(0'\n, []) :- !.
rest_of_line(-1, []) :- !.
rest_of_line(Code, [Code|Codes]) :-
    get_code(Next),
    rest_of_line(Next, Codes).
