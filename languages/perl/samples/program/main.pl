#!/usr/bin/perl
# Reads an INI file, prints it in order, and complains about what is not as it must be.
use strict;
use warnings;
use List::Util qw(max);

my %IS_NUMBER = map { $_ => 1 } qw(port retries);

sub parse {
    my ($handle) = @_;
    my (%sections, $current);
    while (my $line = <$handle>) {
        $line =~ s/^\s+|\s+$//g;
        next if $line eq '' or $line =~ /^#/;
        if ($line =~ /^\[(?<name>\w+)\]$/) {
            $current = $sections{ $+{name} } //= {};
        }
        elsif ($line =~ /^(?<key>\w+)\s*=\s*(?<value>.*)$/ and defined $current) {
            $current->{ $+{key} } = $+{value};
        }
        else {
            die "line $.: cannot be read: $line\n";
        }
    }
    return \%sections;
}

sub problems {
    my ($sections) = @_;
    my @found;
    for my $section (sort keys %$sections) {
        for my $key (grep { $IS_NUMBER{$_} } sort keys %{ $sections->{$section} }) {
            my $value = $sections->{$section}{$key};
            push @found, qq($section.$key must be a number, not "$value") if $value !~ /^\d+$/;
        }
    }
    return @found;
}

my $sections = parse(\*STDIN);
my $width    = max map { length } map { keys %$_ } values %$sections;
my $settings = 0;
for my $name (sort keys %$sections) {
    print "[$name]\n";
    for my $key (sort keys %{ $sections->{$name} }) {
        printf "  %-*s = %s\n", $width, $key, $sections->{$name}{$key};
        $settings++;
    }
}
printf "%d sections, %d settings\n", scalar keys %$sections, $settings;

my @problems = problems($sections);
warn "$_\n" for @problems;
exit(@problems ? 1 : 0);
