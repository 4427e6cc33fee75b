# peach runs the function for all inputs at the same time.
echo (range 1 5 | peach {|number| * $number $number } | order)
