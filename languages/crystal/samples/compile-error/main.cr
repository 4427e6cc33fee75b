number : Int32 = "three"
puts number
