# A league table: three points for a victory, one for a draw.
function result(team, scored, conceded) {
    played[team]++
    goals[team] += scored
    against[team] += conceded
    points[team] += scored > conceded ? 3 : scored == conceded
}

function better_first(team_a, points_a, team_b, points_b) {
    if (points_a != points_b) return points_b - points_a
    return goals[team_b] - goals[team_a]
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
    PROCINFO["sorted_in"] = "better_first"
    for (team in points) {
        printf "%-6s  %6d  %6d  %d:%d\n", team, played[team], points[team], goals[team], against[team]
    }
    printf "most goals in one match: %d (%d times)\n", most, in_match[most]
}
