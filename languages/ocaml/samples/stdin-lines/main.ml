let numbers = In_channel.input_all stdin |> String.trim |> String.split_on_char '\n' |> List.map int_of_string

let () = Printf.printf "%d numbers, sum %d\n" (List.length numbers) (List.fold_left ( + ) 0 numbers)
