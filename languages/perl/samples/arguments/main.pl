use strict;
use warnings;

my $position = 0;
printf "%d: [%s]\n", ++$position, $_ for @ARGV;
