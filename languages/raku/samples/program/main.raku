# Reads recipes with a grammar and scales them: amounts are fractions, and stay exact.
grammar Recipe {
    rule TOP        { <title> 'for' <serves=.number> [ <ingredient> ]+ }
    token title     { '#' \h* <( \N+? )> <?before \h+ for> }
    rule ingredient { '-' <amount>? <unit>? <name> }
    token name      { <[\w] - [\d]> [ \w | \h | '-' ]* }
    token unit      { [ g | ml | tsp | tbsp ] >> }
    token amount    { <number> [ \h+ <fraction> ]? | <fraction> }
    token fraction  { <[½⅓¼¾⅔]> }
    token number    { \d+ [ '/' \d+ ]? }
}

class Scaler {
    has Rat $.factor;

    method number($/)   { make $/.Str.split('/').map(*.Int).reduce(* / *).Rat }
    method fraction($/) { make $/.Str.unival }
    method amount($/)   { make ($<number> ?? $<number>.made !! 0) + ($<fraction> ?? $<fraction>.made !! 0) }

    method ingredient($/) {
        my $amount = $<amount> ?? show($<amount>.made * $.factor) !! Nil;
        make ($amount, $<unit>, $<name>).grep(*.defined)».trim.join(' ');
    }

    method TOP($/) {
        make ("$<title> for {show($<serves>.made * $.factor)}", |$<ingredient>.map({ "- {.made}" })).join("\n");
    }

    sub show(Rat() $number) {
        my ($whole, $rest) = $number.floor, $number - $number.floor;
        return ~$whole unless $rest;
        my $part = <½ ⅓ ¼ ¾ ⅔>.first(*.unival == $rest) // $rest.nude.join('/');
        $whole ?? "$whole $part" !! $part;
    }
}

sub MAIN(Rat(Str) $factor) {
    with Recipe.parse($*IN.slurp, actions => Scaler.new(:$factor)) {
        say .made;
    } else {
        note "That is no recipe.";
        exit 1;
    }
}
