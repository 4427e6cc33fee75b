val () = print "before\n"
val () = print (Int.toString (List.nth ([1, 2, 3], 3)) ^ "\n")
