use strict;
use warnings;
use lib '.';
use Greetings::Polite qw(greet);

print greet('Ada'), "\n";
