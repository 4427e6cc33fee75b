(* Strings are bytes, and literals are ASCII: what is beyond it is written byte by byte. *)
fun begins byte = Word8.andb (Word8.fromInt (ord byte), 0wxC0) <> 0wx80

val line = case TextIO.inputLine TextIO.stdIn of SOME text => substring (text, 0, size text - 1) | NONE => ""

val () = print "na\195\175ve\n"
val () = print (line ^ "\n")
val () = print (Int.toString (length (List.filter begins (explode line))) ^ "\n")
