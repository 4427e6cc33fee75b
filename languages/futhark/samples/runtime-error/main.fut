entry main (numbers: []i32) (index: i64) : i32 =
  numbers[index]
