say 'greet'('Ada')
