let () =
  let domains = List.map (fun n -> Domain.spawn (fun () -> n * n)) [ 1; 2 ] in
  let results = Array.make 2 0 in
  let threads = List.mapi (fun i n -> Thread.create (fun () -> results.(i) <- n * n) ()) [ 3; 4 ] in
  List.iter Thread.join threads;
  List.map Domain.join domains @ Array.to_list results
  |> List.map string_of_int |> String.concat " " |> print_endline
