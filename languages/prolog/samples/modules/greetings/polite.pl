:- module(polite, [greet/2]).

greet(Name, Greeting) :-
    format(string(Greeting), "Hello, ~w!", [Name]).
