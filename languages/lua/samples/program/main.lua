-- The shortest way through a maze, by breadth first search.
local Maze = {}
Maze.__index = Maze

function Maze.read(lines)
  local maze = setmetatable({ rows = {} }, Maze)
  for line in lines do
    local row = {}
    for char in line:gmatch(".") do
      row[#row + 1] = char
      local place = { row = #maze.rows + 1, column = #row }
      if char == "S" then maze.start = place end
      if char == "E" then maze.exit = place end
    end
    maze.rows[#maze.rows + 1] = row
  end
  return maze
end

function Maze:neighbours(place)
  local found = {}
  for _, step in ipairs({ { 0, 1 }, { 1, 0 }, { 0, -1 }, { -1, 0 } }) do
    local row, column = place.row + step[1], place.column + step[2]
    if self.rows[row][column] ~= "#" then found[#found + 1] = { row = row, column = column } end
  end
  return found
end

function Maze:solve()
  local key = function(place) return place.row .. ":" .. place.column end
  local queue, first, cameFrom = { self.start }, 1, { [key(self.start)] = false }
  while queue[first] do
    local place = queue[first]
    first = first + 1
    if key(place) == key(self.exit) then
      local path = {}
      while place do
        table.insert(path, 1, place)
        place = cameFrom[key(place)]
      end
      return path
    end
    for _, neighbour in ipairs(self:neighbours(place)) do
      if cameFrom[key(neighbour)] == nil then
        cameFrom[key(neighbour)] = place
        queue[#queue + 1] = neighbour
      end
    end
  end
  return nil
end

local maze = Maze.read(io.lines())
local path = assert(maze:solve(), "there is no way out")
for step = 2, #path - 1 do maze.rows[path[step].row][path[step].column] = "o" end
for _, row in ipairs(maze.rows) do print(table.concat(row)) end
print(#path - 1 .. " steps")
