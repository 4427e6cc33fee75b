printfn "before"
printfn "%d" (Map.find "pears" (Map.ofList [ "apples", 3 ]))
