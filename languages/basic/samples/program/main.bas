rem Plays the game of life on a board from standard input.

width = 0
height = 0
dim board$(40)
while not eof(0) and height < 40
  line input "" row$
  if row$ = "" continue
  height = height + 1
  board$(height) = row$
  width = max(width, len(row$))
wend
dim alive(width + 1, height + 1)
dim near(width + 1, height + 1)
for y = 1 to height
  for x = 1 to width
    alive(x, y) = (mid$(board$(y), x, 1) = "#")
  next
next

for generation = 0 to 4
  if mod(generation, 4) = 0 show(generation)
  live()
next

rem How many of the eight neighbours of a cell are alive.
sub neighbours(x, y)
  local dx, dy, count
  for dy = -1 to 1
    for dx = -1 to 1
      if dx <> 0 or dy <> 0 count = count + alive(x + dx, y + dy)
    next
  next
  return count
end sub

sub live()
  local x, y
  for y = 1 to height
    for x = 1 to width
      near(x, y) = neighbours(x, y)
    next
  next
  for y = 1 to height
    for x = 1 to width
      alive(x, y) = near(x, y) = 3 or (alive(x, y) and near(x, y) = 2)
    next
  next
end sub

sub show(generation)
  local x, y, count, picture$
  for y = 1 to height
    for x = 1 to width
      if alive(x, y) then
        picture$ = picture$ + "#"
        count = count + 1
      else
        picture$ = picture$ + "."
      endif
    next
    picture$ = picture$ + "\n"
  next
  print "generation ", generation, ", ", count, " alive"
  print picture$;
end sub
