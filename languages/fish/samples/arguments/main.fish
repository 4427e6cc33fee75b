for position in (seq (count $argv))
    echo "$position: [$argv[$position]]"
end
