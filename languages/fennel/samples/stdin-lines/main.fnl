(var (count sum) (values 0 0))
(each [line (io.lines)]
  (set count (+ count 1))
  (set sum (+ sum (math.tointeger line))))
(print (.. count " numbers, sum " sum))
