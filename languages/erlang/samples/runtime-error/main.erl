-module(main).
-export([main/1]).

main(_) ->
    io:format("before~n"),
    {ok, Text} = file:read_file("missing.txt"),
    io:put_chars(Text).
