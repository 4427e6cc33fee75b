setopt err_exit
print before
integer zero=0
print $(( 1 / zero ))
