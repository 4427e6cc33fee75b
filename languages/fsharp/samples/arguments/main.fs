[<EntryPoint>]
let main arguments =
    arguments |> Array.iteri (fun index argument -> printfn "%d: [%s]" (index + 1) argument)
    0
