foreach (i, argument in vargv)
    print((i + 1) + ": [" + argument + "]\n")
