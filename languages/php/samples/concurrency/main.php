<?php

$children = array_map(
    fn (int $number) => popen(sprintf('php -r %s', escapeshellarg("echo $number ** 2;")), 'r'),
    [1, 2, 3, 4],
);
echo implode(' ', array_map(fn ($child) => stream_get_contents($child), $children)), "\n";
