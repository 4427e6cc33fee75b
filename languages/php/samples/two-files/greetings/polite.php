<?php

declare(strict_types=1);

namespace Greetings;

function greet(string $name): string
{
    return "Hello, $name!";
}
