let square number =
    async {
        do! Async.Sleep 1
        return number * number
    }

async {
    let! squares = [ 1..4 ] |> List.map square |> Async.Parallel
    printfn "%s" (squares |> Array.map string |> String.concat " ")
}
|> Async.StartImmediate
