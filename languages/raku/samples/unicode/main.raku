my $line = get;
say "naïve 日本語 🎉";
say $line;
say $line.chars;
