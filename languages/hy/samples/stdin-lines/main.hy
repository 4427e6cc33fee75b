(import sys)

(setv numbers (lfor line sys.stdin (int line)))
(print f"{(len numbers)} numbers, sum {(sum numbers)}")
