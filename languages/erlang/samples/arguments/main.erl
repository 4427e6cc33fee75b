-module(main).
-export([main/1]).

main(Arguments) ->
    [io:format("~b: [~ts]~n", [Position, Argument]) || {Position, Argument} <- lists:enumerate(Arguments)].
