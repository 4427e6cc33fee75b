( trap '' TERM HUP INT; sleep 60 ) &
setsid sleep 60 &
echo HELD
