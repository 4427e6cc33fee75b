;;; start.el --- Runs a program with its arguments  -*- lexical-binding: t -*-

;; Emacs itself would take arguments for its own options, or for files to visit, and would print a backtrace among the program's
;; output. `command-line-args-left' is what the program was given.

(let ((source (nth 1 command-line-args-left)))
  (setq command-line-args-left (nthcdr 2 command-line-args-left)
        backtrace-on-error-noninteractive nil)
  (load (expand-file-name source) nil t t)
  (kill-emacs 0))
