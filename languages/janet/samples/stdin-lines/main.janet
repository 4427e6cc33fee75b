(def numbers (map scan-number (string/split "\n" (string/trim (:read stdin :all)))))
(printf "%d numbers, sum %d" (length numbers) (sum numbers))
