say 'before'
exit 3
