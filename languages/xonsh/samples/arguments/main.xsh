for position, argument in enumerate($ARGS[1:], start=1):
    print(f"{position}: [{argument}]")
