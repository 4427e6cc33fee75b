;;; -*- lexical-binding: t -*-
;; Tidies a to-do list in a buffer, as an editor does: by moving, searching, marking and sorting.

(require 'subr-x)

(defconst todo-line (rx bol "- [" (group (any " x")) "] " (group (* nonl)) eol))

(defun todo-done-p ()
  "Whether the entry at point is done."
  (looking-at (rx "- [x]")))

(defun todo-move-done-to-end ()
  "Bring what is done behind what is open, keeping the order otherwise."
  (goto-char (point-min))
  (sort-subr nil #'forward-line #'end-of-line
             (lambda () (if (todo-done-p) 1 0))))

(defun todo-number-open ()
  "Number the open entries."
  (goto-char (point-min))
  (let ((number 0))
    (while (re-search-forward todo-line nil t)
      (when (equal (match-string 1) " ")
        (setq number (1+ number))
        (replace-match (format "%d. %s" number (match-string 2)) t t)))))

(defun todo-mark-dates ()
  "Put the weekday behind every date."
  (goto-char (point-min))
  (while (re-search-forward (rx (= 4 digit) "-" (= 2 digit) "-" (= 2 digit)) nil t)
    (let ((time (encode-time (parse-time-string (concat (match-string 0) " 12:00:00 UTC")))))
      (insert (format-time-string " (%a)" time t)))))

(defun todo-summary ()
  "A line that counts what is open and what is done."
  (let ((done (how-many (rx bol "- [x]") (point-min) (point-max)))
        (all (count-lines (point-min) (point-max))))
    (format "%d open, %d done" (- all done) done)))

(with-temp-buffer
  (let (line)
    (while (setq line (ignore-errors (read-from-minibuffer "")))
      (insert line "\n")))
  (let ((summary (todo-summary)))
    (todo-move-done-to-end)
    (todo-number-open)
    (todo-mark-dates)
    (princ (buffer-string))
    (princ (concat (make-string (string-width summary) ?=) "\n" (upcase-initials summary) "\n"))))
