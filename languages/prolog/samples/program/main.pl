% Plans a journey across a river: a farmer ferries a wolf, a goat and a cabbage, one at a time, and nobody eats anybody.
:- initialization(main).

main :-
    start(Start),
    goal(Goal),
    shortest([[Start]], Goal, Path),
    recount(Path),
    length(Path, Banks),
    Crossings is Banks - 1,
    write(Crossings), write(' crossings'), nl.

% A state says on which bank each of them is.
start(state(left, left, left, left)).
goal(state(right, right, right, right)).

opposite(left, right).
opposite(right, left).

% cross(State, Passenger, NewState): the farmer always rows.
cross(state(Bank, Bank, Goat, Cabbage), wolf, state(Other, Other, Goat, Cabbage)) :-
    opposite(Bank, Other).
cross(state(Bank, Wolf, Bank, Cabbage), goat, state(Other, Wolf, Other, Cabbage)) :-
    opposite(Bank, Other).
cross(state(Bank, Wolf, Goat, Bank), cabbage, state(Other, Wolf, Goat, Other)) :-
    opposite(Bank, Other).
cross(state(Bank, Wolf, Goat, Cabbage), nobody, state(Other, Wolf, Goat, Cabbage)) :-
    opposite(Bank, Other).

safe(State) :-
    \+ eaten(State).

eaten(state(Farmer, Both, Both, _)) :-
    Farmer \== Both.
eaten(state(Farmer, _, Both, Both)) :-
    Farmer \== Both.

% shortest(Paths, Goal, Path): breadth first; the paths are kept reversed.
shortest([[Goal|Before]|_], Goal, Path) :-
    !,
    reverse([Goal|Before], Path).
shortest([[State|Before]|Others], Goal, Path) :-
    findall([Next, State|Before], step(State, Before, Next), Longer),
    append(Others, Longer, Paths),
    shortest(Paths, Goal, Path).

step(State, Before, Next) :-
    cross(State, _, Next),
    safe(Next),
    \+ member(Next, Before).

recount([_]).
recount([From, To|Path]) :-
    cross(From, Passenger, To),
    !,
    To = state(Bank, _, _, _),
    write('to the '), write(Bank), write(' with '), write(Passenger), nl,
    recount([To|Path]).
