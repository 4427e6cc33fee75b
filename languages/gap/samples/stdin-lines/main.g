input := InputTextUser();;
numbers := [];;
line := ReadLine(input);;
while line <> fail do
  Add(numbers, Int(NormalizedWhitespace(line)));
  line := ReadLine(input);
od;
Print(Length(numbers), " numbers, sum ", Sum(numbers), "\n");
