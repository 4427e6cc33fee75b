# Keeps accounts from orders on standard input: open NAME AMOUNT, move FROM TO AMOUNT, close NAME.

typeset -T Account=(
  float balance=0
  integer entries=0

  function book {
    (( _.balance += $1, _.entries++ ))
  }

  function show {
    printf '%-6s %7.2f  %d entries\n' "$1" _.balance _.entries
  }
)

typeset -A accounts
integer line=0

function complain {
  print "line $line: $*"
}

function known {
  [[ -v accounts[$1] ]] || { complain "there is no account $1"; return 1; }
}

function move {
  known "$1" && known "$2" || return
  if (( accounts[$1].balance < $3 )); then
    complain "$1 has only $(printf '%.2f' accounts[$1].balance)"
    return
  fi
  accounts[$1].book -$3
  accounts[$2].book $3
}

while read -r order name rest; do
  (( line++ ))
  case $order in
    open) Account accounts[$name]; accounts[$name].book $rest ;;
    move) move $name $rest ;;
    close) known $name && unset accounts[$name] ;;
  esac
done

float total=0
for name in "${!accounts[@]}"; do
  accounts[$name].show "$name"
  (( total += accounts[$name].balance ))
done
printf '%-6s %7.2f\n' total total
