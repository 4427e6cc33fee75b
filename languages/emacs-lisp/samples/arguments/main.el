;;; -*- lexical-binding: t -*-

(seq-do-indexed
 (lambda (argument index)
   (princ (format "%d: [%s]\n" (1+ index) argument)))
 command-line-args-left)
