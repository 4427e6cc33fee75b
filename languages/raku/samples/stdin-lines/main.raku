my @numbers = lines».Int;
say "{+@numbers} numbers, sum {[+] @numbers}";
