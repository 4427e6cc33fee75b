$ARGS.positional | to_entries[] | "\(.key + 1): [\(.value)]"
