let () =
  print_endline "naïve 日本語 🎉";
  print_endline (read_line ())
