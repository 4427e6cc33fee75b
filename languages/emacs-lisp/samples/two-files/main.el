;;; -*- lexical-binding: t -*-

(add-to-list 'load-path (file-name-directory load-file-name))
(require 'greetings)

(princ (concat (greetings-greet "Ada") "\n"))
