my @squares = await (1..4).map: -> $number { start $number² };
say @squares.join(" ");
