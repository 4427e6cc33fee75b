%% Starts a program: main/1 of its module with the arguments, or main/0. What it does not catch ends it with 1, and is told on
%% standard error; output that is on its way is written first.
-module(gozolite).
-export([start/0]).

start() ->
    [Name | Arguments] = init:get_plain_arguments(),
    {_, Monitor} = spawn_monitor(fun() -> run(list_to_atom(Name), Arguments) end),
    receive
        {'DOWN', Monitor, process, _, killed} ->
            fail("The program was killed: its heap would have outgrown the memory limit.\n");
        {'DOWN', Monitor, process, _, Reason} ->
            fail(io_lib:format("The program was ended: ~tp~n", [Reason]))
    end.

run(Module, Arguments) ->
    try
        {module, Module} = code:ensure_loaded(Module),
        case erlang:function_exported(Module, main, 1) of
            true -> Module:main(Arguments);
            false -> Module:main()
        end
    of
        _ -> halt(0)
    catch
        Class:Reason:Stack ->
            Own = lists:takewhile(fun(Frame) -> element(1, Frame) =/= ?MODULE end, Stack),
            fail([erl_error:format_exception(Class, Reason, Own), $\n])
    end.

fail(Text) ->
    io:put_chars(standard_error, Text),
    halt(1).
