# Tallies an election by instant runoff. A ballot is a line of names, the favourite first.
require! fs

parse = (text) -> text.trim!.split '\n' .map (.split ' > ')

# How many ballots have each candidate as the first of those who are left.
tally = (ballots, left) ->
  votes = {[name, 0] for name in left}
  for ballot in ballots
    favourite = ballot.filter (in left) .0
    votes[favourite]++ if favourite?
  votes

fewest = (votes) ->
  least = Math.min ...[count for , count of votes]
  [name for name, count of votes when count is least]

ranked = (votes) ->
  Object.entries votes .sort ([a, x], [b, y]) -> y - x or a.locale-compare b

round = (ballots, left, number) ->
  votes = tally ballots, left
  standing = ranked votes
  console.log "round #number: #{standing.map (* ' ') .join ', '}"
  [winner, most] = standing.0
  counted = standing.reduce ((sum, [, count]) -> sum + count), 0
  return {winner, most, counted} if most * 2 > counted or left.length is 1
  last = fewest votes .sort!
  if last.length > 1
    console.log "  #{last * ' and '} are last together; #{last.0} leaves, by lot"
  else
    console.log "  #{last.0} leaves"
  round ballots, (left.filter (isnt last.0)), number + 1

ballots = parse fs.read-file-sync 0 \utf8
candidates = Array.from new Set ballots.flat!
{winner, most, counted} = round ballots, candidates, 1
console.log "elected: #winner, by #most of #counted votes"
