;;; -*- lexical-binding: t -*-

(let ((line (read-from-minibuffer "")))
  (princ "naïve 日本語 🎉\n")
  (princ (concat line "\n"))
  (princ (format "%d\n" (length line))))
