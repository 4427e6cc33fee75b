use "greetings.sml";

val () = print (Greetings.greet "Ada" ^ "\n");
