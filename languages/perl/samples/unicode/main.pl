use strict;
use warnings;
use utf8;
use open qw(:std :utf8);

chomp(my $line = <STDIN>);
print "naïve 日本語 🎉\n$line\n", length $line, "\n";
