entry main (numbers: []i32) : (i64, i32) =
  (length numbers, reduce (+) 0 numbers)
