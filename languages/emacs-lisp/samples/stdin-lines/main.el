;;; -*- lexical-binding: t -*-

(let ((count 0)
      (sum 0)
      line)
  (while (setq line (ignore-errors (read-from-minibuffer "")))
    (setq count (1+ count)
          sum (+ sum (string-to-number line))))
  (princ (format "%d numbers, sum %d\n" count sum)))
