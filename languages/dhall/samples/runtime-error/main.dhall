let count : Natural = "three"

in  "${Natural/show count}\n"
