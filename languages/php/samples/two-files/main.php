<?php

declare(strict_types=1);

require __DIR__ . '/greetings/polite.php';

use function Greetings\greet;

echo greet('Ada'), "\n";
