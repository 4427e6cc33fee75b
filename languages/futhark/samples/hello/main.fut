entry main : i32 = 42
