say "before";
my Int $number = "three".Int;
say $number;
