let () = print_endline (Greetings.greet "Ada")
