<?php

$numbers = array_map('intval', file('php://stdin', FILE_IGNORE_NEW_LINES));
printf("%d numbers, sum %d\n", count($numbers), array_sum($numbers));
