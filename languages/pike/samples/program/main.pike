// Finds the shortest way through a maze on standard input, from S to E, by breadth-first search.

class Place(int x, int y)
{
  Place move(array(int) step) { return Place(x + step[0], y + step[1]); }

  protected int `==(mixed other)
  {
    return objectp(other) && other->x == x && other->y == y;
  }

  protected int __hash() { return x * 1000 + y; }
}

class Maze
{
  array(array(int)) cells;
  mapping(Place:Place) reached_from = ([]);

  protected void create(string text)
  {
    cells = map(text / "\n" - ({ "" }), lambda(string line) { return (array(int)) line; });
  }

  Place find(int mark)
  {
    foreach (cells; int y; array(int) row) {
      int x = search(row, mark);
      if (x >= 0) return Place(x, y);
    }
    error("There is no %c in the maze.\n", mark);
  }

  array(Place) shortest_way()
  {
    Place start = find('S'), end = find('E');
    ADT.Queue waiting = ADT.Queue(start);
    reached_from[start] = start;
    while (!waiting->is_empty()) {
      Place here = waiting->read();
      if (here == end) return way_back(here, start);
      foreach (({ ({ 0, -1 }), ({ 1, 0 }), ({ 0, 1 }), ({ -1, 0 }) }), array(int) step) {
        Place next = here->move(step);
        if (cells[next->y][next->x] == '#' || reached_from[next]) continue;
        reached_from[next] = here;
        waiting->write(next);
      }
    }
    return 0;
  }

  array(Place) way_back(Place from, Place start)
  {
    return from == start ? ({}) : way_back(reached_from[from], start) + ({ from });
  }

  string draw(array(Place) way)
  {
    foreach (way[..<1], Place place)
      cells[place->y][place->x] = '.';
    return sprintf("%{%s\n%}", map(cells, lambda(array(int) row) { return (string) row; }));
  }
}

int main()
{
  Maze maze = Maze(Stdio.stdin->read());
  array(Place) way = maze->shortest_way();
  if (!way) {
    werror("There is no way.\n");
    return 1;
  }
  write(maze->draw(way));
  write("%d steps, %d places looked at\n", sizeof(way), sizeof(maze->reached_from));
}
