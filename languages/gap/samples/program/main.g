# The ways to paint the faces of a cube, by Burnside: the rotations act on the faces, and what they leave as it is counts.

# Faces: 1 top, 2 front, 3 right, 4 back, 5 left, 6 bottom.
turn := (2,3,4,5);          # about the axis from top to bottom
tilt := (1,2,6,4);          # about the axis from left to right
rotations := Group(turn, tilt);

CountColourings := function(group, points, colours)
  local sum, element, cycles;
  sum := 0;
  for element in group do
    cycles := Length(Orbits(Group(element), points));
    sum := sum + colours ^ cycles;
  od;
  return sum / Size(group);
end;

Print("rotations of the cube: ", Size(rotations), "\n");
for colours in [1 .. 4] do
  Print(colours, " colours: ", CountColourings(rotations, [1 .. 6], colours), "\n");
od;

# The group of Rubik's cube, from the turns of its six faces.
cube := Group(
  ( 1, 3, 8, 6)( 2, 5, 7, 4)( 9,33,25,17)(10,34,26,18)(11,35,27,19),
  ( 9,11,16,14)(10,13,15,12)( 1,17,41,40)( 4,20,44,37)( 6,22,46,35),
  (17,19,24,22)(18,21,23,20)( 6,25,43,16)( 7,28,42,13)( 8,30,41,11),
  (25,27,32,30)(26,29,31,28)( 3,38,43,19)( 5,36,45,21)( 8,33,48,24),
  (33,35,40,38)(34,37,39,36)( 3, 9,46,32)( 2,12,47,29)( 1,14,48,27),
  (41,43,48,46)(42,45,47,44)(14,22,30,38)(15,23,31,39)(16,24,32,40));
Print("Rubik: ", Size(cube), "\n");
Print("orbits: ", List(Orbits(cube, [1 .. 48]), Length), "\n");
Print("centre: ", Size(Centre(cube)), "\n");
