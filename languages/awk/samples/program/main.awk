# A league table: three points for a victory, one for a draw.
function result(team, scored, conceded) {
    played[team]++
    goals[team] += scored
    against[team] += conceded
    points[team] += scored > conceded ? 3 : scored == conceded
}

# Whether a stands above b in the table.
function is_better(a, b) {
    if (points[a] != points[b]) return points[a] > points[b]
    return goals[a] > goals[b]
}

/^#/ || NF == 0 { next }

NF != 4 || $2 !~ /^[0-9]+$/ || $4 !~ /^[0-9]+$/ {
    printf "line %d is not a result: %s\n", NR, $0 > "/dev/stderr"
    exit 1
}

{
    result($1, $2, $4)
    result($3, $4, $2)
    in_match[$2 + $4]++
    if ($2 + $4 > most) most = $2 + $4
}

END {
    printf "%-6s  %s  %s  %s\n", "team", "played", "points", "goals"
    for (team in points) {
        for (place = ++teams; place > 1 && is_better(team, table[place - 1]); place--) {
            table[place] = table[place - 1]
        }
        table[place] = team
    }
    for (place = 1; place <= teams; place++) {
        team = table[place]
        printf "%-6s  %6d  %6d  %d:%d\n", team, played[team], points[team], goals[team], against[team]
    }
    printf "most goals in one match: %d (%d times)\n", most, in_match[most]
}
