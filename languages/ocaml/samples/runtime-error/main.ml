let () =
  print_endline "before";
  print_string (List.assoc "rocket" [ ("car", "fast") ])
