# Checks a stream of orders, and reports on those that are right.

def pad($width): . + " " * ($width - length) // .;
def pad_left($width): tostring | " " * ($width - length) + . // .;

def cents: . * 100 | round;
def money: "\(. / 100 | floor).\(. % 100 | tostring | if length < 2 then "0" + . else . end)";

# What is wrong with an order; nothing when it is right.
def problem:
  if .lines == [] then
    "order \(.id) has no lines"
  else
    .id as $id
    | first(.lines[] | select(.count < 1))
    | "order \($id), \(.item): the count is \(.count)"
  end;

def total: [.lines[] | .count * (.price | cents)] | add;

def table:
  (map(.customer | length) + ["customer" | length] | max) as $width
  | "\("customer" | pad($width)) | orders | total",
    "\("-" * $width)-+--------+------",
    (.[] | "\(.customer | pad($width)) | \(.orders | pad_left(6)) | \(.total | money)");

[inputs | {order: ., problem: ([problem] | first)}]
| group_by(.problem == null)
| map({key: (.[0].problem == null | tostring), value: .}) | from_entries
| (.false // [] | .[] | "refused: \(.problem)"),
  (.true // []
    | map(.order)
    | (group_by(.customer)
        | map({customer: .[0].customer, orders: length, total: (map(total) | add)})
        | table),
      ([.[].lines[]]
        | group_by(.item)
        | map("\(.[0].item) \(map(.count) | add)")
        | "items sold: \(join(", "))"))
