%% A bank of processes: every account is a server of its own, and a supervisor puts a broken one back.
-module(main).
-export([main/1]).

main(_) ->
    process_flag(trap_exit, true),
    Accounts = maps:from_list([{Name, open(Balance)} || {Name, Balance} <- [{ada, 100}, {grace, 20}]]),
    transfer(ada, grace, 30, Accounts),
    transfer(grace, ada, 80, Accounts),
    report(Accounts),
    Healed = heal(grace, Accounts),
    report(Healed),
    ok.

open(Balance) ->
    spawn_link(fun() -> account(Balance) end).

account(Balance) ->
    receive
        {From, balance} ->
            From ! {self(), Balance},
            account(Balance);
        {From, {withdraw, Amount}} when Amount > Balance ->
            From ! {self(), {error, insufficient}},
            account(Balance);
        {From, {withdraw, Amount}} ->
            From ! {self(), ok},
            account(Balance - Amount);
        {From, {deposit, Amount}} when is_integer(Amount), Amount > 0 ->
            From ! {self(), ok},
            account(Balance + Amount);
        {_, Message} ->
            exit({bad_message, Message})
    end.

call(Account, Message) ->
    Account ! {self(), Message},
    receive
        {Account, Reply} -> Reply;
        {'EXIT', Account, Reason} -> {down, Reason}
    end.

transfer(From, To, Amount, Accounts) ->
    #{From := Source, To := Target} = Accounts,
    Result =
        case call(Source, {withdraw, Amount}) of
            ok -> call(Target, {deposit, Amount});
            Error -> Error
        end,
    io:format("~p from ~s to ~s: ~p~n", [Amount, From, To, Result]).

heal(Name, Accounts) ->
    Account = maps:get(Name, Accounts),
    Balance = call(Account, balance),
    {down, Reason} = call(Account, {deposit, lots}),
    io:format("~s broke: ~p~n", [Name, Reason]),
    Accounts#{Name := open(Balance)}.

report(Accounts) ->
    [io:format("~s has ~b~n", [Name, call(maps:get(Name, Accounts), balance)]) || Name <- lists:sort(maps:keys(Accounts))].
