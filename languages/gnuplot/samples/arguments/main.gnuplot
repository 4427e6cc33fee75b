set print "-"
do for [i = 1:ARGC] { print sprintf("%d: [%s]", i, value("ARG".i)) }
