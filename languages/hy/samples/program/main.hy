;; Reads settings of several kinds. A macro defines a kind by its pattern and by what becomes of the match.

(import re sys)
(import dataclasses [dataclass])

(setv KINDS {})

(defmacro defkind [name pattern #* body]
  "Registers a kind of value: `body` sees the groups of the match as `groups`."
  `(setv (get KINDS ~(str name))
         #((re.compile ~pattern)
           (fn [groups] ~@body))))

(defclass [dataclass] Setting []
  #^ str name
  #^ str kind
  #^ object value)

(defkind number r"(-?\d+)"
  (int (get groups 0)))

(defkind text "\"(.*)\""
  (get groups 0))

(defkind truth "(yes|no)"
  (= (get groups 0) "yes"))

(defkind colour "#(..)(..)(..)"
  (setv #(red green blue) (map (fn [part] (int part 16)) groups))
  f"red {red}, green {green}, blue {blue}")

(defn parse [written]
  "The kind of a value and the value itself; None when it is of no kind."
  (for [[kind [pattern convert]] (.items KINDS)]
    (when (setx found (.fullmatch pattern written))
      (return #(kind (convert (.groups found)))))))

(defn read-settings [lines]
  (for [[number line] (enumerate lines :start 1)]
    (setv [name _ written] (.partition (.strip line) ": "))
    (match (parse written)
      #(kind value) (yield (Setting name kind value))
      None (yield f"line {number}: \"{written}\" is none of {(.join ", " KINDS)}"))))

(for [result (read-settings sys.stdin)]
  (print (if (isinstance result Setting)
             f"{result.name :<8} {result.kind :<8} {result.value}"
             result)))
