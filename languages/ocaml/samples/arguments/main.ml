let () = Array.iteri (fun i argument -> if i > 0 then Printf.printf "%d: [%s]\n" i argument) Sys.argv
