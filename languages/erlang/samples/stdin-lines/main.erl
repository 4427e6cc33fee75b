-module(main).
-export([main/1]).

main(_) ->
    Numbers = numbers(),
    io:format("~b numbers, sum ~b~n", [length(Numbers), lists:sum(Numbers)]).

numbers() ->
    case io:get_line("") of
        eof -> [];
        Line -> [list_to_integer(string:trim(Line)) | numbers()]
    end.
