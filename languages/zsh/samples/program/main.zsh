# Moves a tower of disks from one peg to another, and shows the pegs after each move.
setopt err_exit no_unset extended_glob

typeset -A pegs
integer moves=0

show() {
  local peg
  local -a shown
  for peg in ${(ko)pegs}; do
    shown+=("$peg=${pegs[$peg]}")
  done
  print -r -- "$1   ${(j: :)shown}"
}

move() {
  local -a from=(${(s:,:)pegs[$1]}) to=(${(s:,:)pegs[$2]})
  if (( $#to && to[-1] < from[-1] )); then
    print -u 2 "disk $from[-1] does not go on disk $to[-1]"
    return 1
  fi
  to+=($from[-1])
  from[-1]=()
  pegs[$1]=${(j:,:)from}
  pegs[$2]=${(j:,:)to}
  (( ++moves ))
  show "$moves: $1 -> $2"
}

tower() {
  local -i height=$1
  (( height > 0 )) || return 0
  tower $(( height - 1 )) $2 $4 $3
  move $2 $3
  tower $(( height - 1 )) $4 $3 $2
}

[[ ${1:-} == <1-9> ]] || { print -u 2 'usage: main.zsh HEIGHT, from 1 to 9'; exit 2 }
pegs=(a ${(j:,:)${(On):-{1..$1}}} b '' c '')
tower $1 a c b
print "$1 disks in $moves moves"
