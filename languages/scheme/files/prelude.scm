;; Loaded before a program: the names of R7RS replace Guile's own without a warning each.
(default-duplicate-binding-handler '(replace last))
