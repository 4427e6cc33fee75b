fun show (argument, position) =
  (print (Int.toString position ^ ": [" ^ argument ^ "]\n"); position + 1)

val _ = foldl show 1 (CommandLine.arguments ())
