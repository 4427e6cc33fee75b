(* A stack machine: parsing, jumps to labels, and errors as values. *)
module Names = Map.Make (String)

type instruction =
  | Push of int
  | Load of string
  | Store of string
  | Operate of string * (int -> int -> int)
  | Jump_unless_zero of string
  | Label of string
  | Print

exception Stopped of string

let rec parse = function
  | [] -> []
  | "push" :: number :: rest -> Push (int_of_string number) :: parse rest
  | "load" :: name :: rest -> Load name :: parse rest
  | "store" :: name :: rest -> Store name :: parse rest
  | "jnz" :: label :: rest -> Jump_unless_zero label :: parse rest
  | "label" :: label :: rest -> Label label :: parse rest
  | "print" :: rest -> Print :: parse rest
  | "add" :: rest -> Operate ("add", ( + )) :: parse rest
  | "sub" :: rest -> Operate ("sub", ( - )) :: parse rest
  | "mul" :: rest -> Operate ("mul", ( * )) :: parse rest
  | "div" :: rest -> Operate ("div", ( / )) :: parse rest
  | word :: _ -> raise (Stopped ("unknown word " ^ word))

let run program =
  let code = Array.of_list program in
  let labels =
    Seq.fold_left
      (fun known (i, each) -> match each with Label name -> Names.add name i known | _ -> known)
      Names.empty (Array.to_seqi code)
  in
  let rec step counter steps stack names =
    if counter = Array.length code then steps
    else
      let continue = step (counter + 1) (steps + 1) in
      match (code.(counter), stack) with
      | Push number, _ -> continue (number :: stack) names
      | Load name, _ -> continue (Names.find name names :: stack) names
      | Store name, top :: rest -> continue rest (Names.add name top names)
      | Operate (name, operate), right :: left :: rest -> (
          match operate left right with
          | result -> continue (result :: rest) names
          | exception Division_by_zero -> raise (Stopped ("division by zero at " ^ name)))
      | Operate (name, _), _ -> raise (Stopped ("the stack is empty at " ^ name))
      | Jump_unless_zero _, 0 :: rest -> continue rest names
      | Jump_unless_zero label, _ :: rest -> step (Names.find label labels) (steps + 1) rest names
      | Label _, _ -> continue stack names
      | Print, top :: rest ->
          Printf.printf "%d\n" top;
          continue rest names
      | (Store _ | Jump_unless_zero _ | Print), [] -> raise (Stopped "the stack is empty")
  in
  step 0 0 [] Names.empty

let () =
  In_channel.input_lines stdin
  |> List.iteri (fun i line ->
         match run (parse (String.split_on_char ' ' line)) with
         | steps -> Printf.printf "line %d: %d steps\n" (i + 1) steps
         | exception Stopped reason -> Printf.printf "line %d: %s\n" (i + 1) reason)
