// Read before every program: what Fable lacks of the console of .NET, of standard input and of ending with an exit code.

namespace System

open Fable.Core

module private Input =
    [<Import("readFileSync", "node:fs")>]
    let private readFileSync (_: int, _: string) : string = jsNative

    let mutable private rest: string option = None

    let toEnd () =
        let text =
            match rest with
            | Some text -> text
            | None -> readFileSync (0, "utf8")
        rest <- Some ""
        text

    let line () : string =
        let text = toEnd ()
        match text.IndexOf "\n" with
        | -1 when text = "" -> null
        | -1 -> text
        | at ->
            rest <- Some(text.Substring(at + 1))
            text.Substring(0, at).TrimEnd('\r')

[<AutoOpen>]
module Prelude =
    type Reader() =
        member _.ReadLine() = Input.line ()
        member _.ReadToEnd() = Input.toEnd ()

    type Console =
        static member In = Reader()
        static member ReadLine() = Input.line ()
        static member WriteLine() = printfn ""
        static member WriteLine(value: obj) = printfn "%O" value
        static member Write(value: obj) = printf "%O" value

namespace global

open Fable.Core

[<AutoOpen>]
module Program =
    [<Emit("process.exit($0)")>]
    let exit (_: int) : 'result = jsNative

    let stdin = System.Prelude.Reader()
