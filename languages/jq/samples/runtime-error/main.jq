def launch: if .fuel > 0 then "lift-off" else error("no fuel") end;

"before", ({fuel: 0} | launch)
