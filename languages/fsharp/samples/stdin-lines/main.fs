open System

let numbers =
    Seq.initInfinite (fun _ -> Console.ReadLine())
    |> Seq.takeWhile (isNull >> not)
    |> Seq.map int
    |> Seq.toList

printfn "%d numbers, sum %d" (List.length numbers) (List.sum numbers)
