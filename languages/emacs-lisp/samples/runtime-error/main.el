;;; -*- lexical-binding: t -*-

(princ "before\n")
(princ (aref [1 2 3] 3))
