let () = print_endline undeclared_name
