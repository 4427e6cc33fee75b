fun numbers () =
  case TextIO.inputLine TextIO.stdIn of
    NONE => []
  | SOME line => valOf (Int.fromString line) :: numbers ()

val given = numbers ()

val () =
  print (Int.toString (length given) ^ " numbers, sum " ^ Int.toString (foldl op+ 0 given) ^ "\n")
