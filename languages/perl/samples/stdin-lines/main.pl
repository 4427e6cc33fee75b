use strict;
use warnings;
use List::Util qw(sum0);

chomp(my @numbers = <STDIN>);
printf "%d numbers, sum %d\n", scalar @numbers, sum0(@numbers);
