package Greetings::Polite;
use strict;
use warnings;
use Exporter 'import';

our @EXPORT_OK = ('greet');

sub greet {
    my ($name) = @_;
    return "Hello, $name!";
}

1;
