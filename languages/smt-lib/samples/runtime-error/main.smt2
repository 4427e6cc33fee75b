(echo "before")
(assert (> x 3))
(check-sat)
