entry main : i32 =
  "three"
