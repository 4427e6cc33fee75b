define(`square', `translit(esyscmd(`echo $(($1 * $1))'), `
')')dnl
square(1) square(2) square(3) square(4)
