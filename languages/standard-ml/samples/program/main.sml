(* A queue with priorities as a functor over any order, and with it the shortest way round a city's one-way streets. *)
signature ORDER =
sig
  type t
  val compare : t * t -> order
end

functor Heap (Order : ORDER) :>
sig
  type heap
  val empty : heap
  val insert : Order.t * heap -> heap
  val takeLeast : heap -> (Order.t * heap) option
end =
struct
  (* Leftist: the right spine is the shortest, so merging walks a logarithm of the size. *)
  datatype heap = Leaf | Node of int * Order.t * heap * heap

  val empty = Leaf

  fun rank Leaf = 0
    | rank (Node (rank, _, _, _)) = rank

  fun node (item, a, b) =
    if rank a >= rank b then Node (rank b + 1, item, a, b) else Node (rank a + 1, item, b, a)

  fun merge (Leaf, heap) = heap
    | merge (heap, Leaf) = heap
    | merge (left as Node (_, x, a, b), right as Node (_, y, c, d)) =
        case Order.compare (x, y) of
          GREATER => node (y, c, merge (left, d))
        | _ => node (x, a, merge (b, right))

  fun insert (item, heap) = merge (Node (1, item, Leaf, Leaf), heap)

  fun takeLeast Leaf = NONE
    | takeLeast (Node (_, item, a, b)) = SOME (item, merge (a, b))
end

structure Queue = Heap (struct
  type t = int * string list
  fun compare ((a, _), (b, _)) = Int.compare (a, b)
end)

val streets =
  [("station", "market", 4), ("station", "church", 2), ("church", "market", 1), ("market", "park", 5),
   ("church", "park", 9), ("park", "station", 3), ("park", "museum", 1)]

fun leaving place = List.filter (fn (from, _, _) => from = place) streets

fun search (queue, seen, goal) =
  case Queue.takeLeast queue of
    NONE => NONE
  | SOME ((cost, path as place :: _), rest) =>
      if place = goal then SOME (cost, rev path)
      else if List.exists (fn other => other = place) seen then search (rest, seen, goal)
      else
        let
          fun extend ((_, next, minutes), heap) = Queue.insert ((cost + minutes, next :: path), heap)
        in
          search (foldl extend rest (leaving place), place :: seen, goal)
        end
  | SOME (_, rest) => search (rest, seen, goal)

fun tell (from, to) =
  print (from ^ " to " ^ to ^ ": " ^
    (case search (Queue.insert ((0, [from]), Queue.empty), [], to) of
       NONE => "no way"
     | SOME (cost, path) => Int.toString cost ^ " minutes by " ^ String.concatWith ", " path) ^ "\n")

val () = List.app tell [("station", "museum"), ("market", "church"), ("museum", "park")]
