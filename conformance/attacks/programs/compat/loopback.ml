open Unix

let ask family address =
  let there = socket family SOCK_STREAM 0 in
  bind there address;
  listen there 1;
  let server = Thread.create (fun () ->
    let peer, _ = accept there in
    let word = Bytes.create 5 in
    ignore (read peer word 0 5);
    ignore (write peer (Bytes.uppercase_ascii word) 0 5);
    close peer) () in
  let here = socket family SOCK_STREAM 0 in
  connect here (getsockname there);
  ignore (write_substring here "hello" 0 5);
  let word = Bytes.create 5 in
  let length = read here word 0 5 in
  if Bytes.sub_string word 0 length <> "HELLO" then failwith "echo";
  Thread.join server

let () =
  ask PF_INET (ADDR_INET (inet_addr_loopback, 0));
  ask PF_INET6 (ADDR_INET (inet6_addr_loopback, 0));
  ask PF_UNIX (ADDR_UNIX "/tmp/echo.sock");
  let fired = ref false in
  Sys.set_signal Sys.sigalrm (Sys.Signal_handle (fun _ -> fired := true));
  ignore (setitimer ITIMER_REAL { it_interval = 0.; it_value = 0.01 });
  let rec until () = if not !fired then (Thread.delay 0.005; until ()) in
  until ();
  let child = open_process_in "echo 42" in
  if input_line child <> "42" then failwith "child";
  ignore (close_process_in child);
  print_endline "HELD"
