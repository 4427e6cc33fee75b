// Types a small language: inference by unification, as in the ML family itself.
type Expr =
    | Number of int
    | Truth of bool
    | Var of string
    | Fun of string * Expr
    | Call of Expr * Expr
    | Let of string * Expr * Expr
    | If of Expr * Expr * Expr

type Type =
    | Int
    | Bool
    | Arrow of Type * Type
    | Unknown of int

exception TypeError of string

type Scheme = { Free: int list; Body: Type }

let rec show ty =
    match ty with
    | Int -> "int"
    | Bool -> "bool"
    | Unknown id -> $"'{char (int 'a' + id)}"
    | Arrow(Arrow _ as from, into) -> $"({show from}) -> {show into}"
    | Arrow(from, into) -> $"{show from} -> {show into}"

let rec apply known ty =
    match ty with
    | Unknown id -> Map.tryFind id known |> Option.map (apply known) |> Option.defaultValue ty
    | Arrow(from, into) -> Arrow(apply known from, apply known into)
    | _ -> ty

/// In the order in which they are read.
let rec unknowns ty =
    match ty with
    | Unknown id -> [ id ]
    | Arrow(from, into) -> List.distinct (unknowns from @ unknowns into)
    | _ -> []

/// With the letters from 'a on.
let lettered ty =
    let places = unknowns ty |> List.mapi (fun place id -> id, place) |> Map.ofList
    let rec rename ty =
        match ty with
        | Unknown id -> Unknown places[id]
        | Arrow(from, into) -> Arrow(rename from, rename into)
        | _ -> ty
    rename ty

type Inference() =
    let mutable known = Map.empty
    let mutable next = 0

    let fresh () =
        next <- next + 1
        Unknown(next - 1)

    let rec unify a b =
        match apply known a, apply known b with
        | a, b when a = b -> ()
        | Unknown id, ty
        | ty, Unknown id ->
            if List.contains id (unknowns ty) then
                raise (TypeError "a function cannot take itself")
            known <- Map.add id ty known
        | Arrow(a, b), Arrow(c, d) ->
            unify a c
            unify b d
        | a, b -> raise (TypeError $"{show a} is not {show b}")

    let instantiate { Free = free; Body = body } =
        let renamed = free |> List.map (fun id -> id, fresh ()) |> Map.ofList
        apply renamed (apply known body)

    let mono ty = { Free = []; Body = ty }

    let rec infer scope expr =
        match expr with
        | Number _ -> Int
        | Truth _ -> Bool
        | Var name ->
            match Map.tryFind name scope with
            | Some scheme -> instantiate scheme
            | None -> raise (TypeError $"{name} is not defined")
        | Fun(name, body) ->
            let parameter = fresh ()
            Arrow(parameter, infer (Map.add name (mono parameter) scope) body)
        | Call(callee, argument) ->
            let result = fresh ()
            unify (infer scope callee) (Arrow(infer scope argument, result))
            result
        | Let(name, value, body) ->
            let ty = apply known (infer scope value)
            let held = [ for KeyValue(_, { Body = body }) in scope do yield! unknowns (apply known body) ]
            infer (Map.add name { Free = unknowns ty |> List.except held; Body = ty } scope) body
        | If(test, yes, no) ->
            unify (infer scope test) Bool
            let ty = infer scope yes
            unify ty (infer scope no)
            ty

    member _.TypeOf expr =
        let ty = infer (Map.ofList [ "add", mono (Arrow(Int, Arrow(Int, Int))) ]) expr
        lettered (apply known ty)

let identity = Fun("x", Var "x")

[ "identity", identity
  "compose", Fun("f", Fun("g", Fun("x", Call(Var "f", Call(Var "g", Var "x")))))
  "used twice", Let("id", identity, If(Call(Var "id", Truth true), Call(Var "id", Number 1), Number 2))
  "twice", Fun("f", Fun("x", Call(Var "f", Call(Var "f", Var "x"))))
  "itself", Fun("f", Call(Var "f", Var "f"))
  "sum", Call(Call(Var "add", Number 1), Truth false)
  "lost", Var "nowhere" ]
|> List.iter (fun (name, expr) ->
    let answer =
        try
            show (Inference().TypeOf expr)
        with TypeError reason ->
            $"refused, {reason}"

    printfn "%s: %s" name answer)
