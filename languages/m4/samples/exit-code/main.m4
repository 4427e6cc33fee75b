before
m4exit(3)dnl
after
