use strict;
use warnings;

my @results;
for my $number (1 .. 4) {
    pipe my $reader, my $writer or die $!;
    if (fork == 0) {
        print {$writer} $number**2;
        exit 0;
    }
    close $writer;
    push @results, scalar <$reader>;
}
1 while wait != -1;
print "@results\n";
