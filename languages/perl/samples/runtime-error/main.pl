use strict;
use warnings;

print "before\n";
sub find {
    my ($name) = @_;
    die "no such thing: $name";
}
find('rocket');
