let number: int = "three"
printfn "%d" number
