let line = stdin.ReadLine()
printfn "naïve 日本語 🎉"
printfn "%s" line
printfn "%d" (line |> Seq.filter (System.Char.IsLowSurrogate >> not) |> Seq.length)
