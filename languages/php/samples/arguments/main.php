<?php

foreach (array_slice($argv, 1) as $index => $argument) {
    printf("%d: [%s]\n", $index + 1, $argument);
}
