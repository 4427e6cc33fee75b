-module(main).
-export([main/1]).

main(_) ->
    Line = string:trim(io:get_line("")),
    io:put_chars("naïve 日本語 🎉\n"),
    io:format("~ts~n~b~n", [Line, string:length(Line)]).
