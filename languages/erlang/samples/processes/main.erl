-module(main).
-export([main/1]).

main(_) ->
    Parent = self(),
    Workers = [spawn_link(fun() -> Parent ! {self(), Number * Number} end) || Number <- lists:seq(1, 4)],
    Squares = [receive {Worker, Square} -> integer_to_list(Square) end || Worker <- Workers],
    io:put_chars([lists:join($\s, Squares), $\n]).
