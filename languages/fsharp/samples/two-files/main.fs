open Greetings

printfn "%s" (Polite.greet "Ada")
