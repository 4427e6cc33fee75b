(import sys)

(for [[position argument] (enumerate (cut sys.argv 1 None) :start 1)]
  (print f"{position}: [{argument}]"))
