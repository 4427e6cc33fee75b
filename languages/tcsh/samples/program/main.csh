# Finds the primes below a number with a sieve, and the pairs of them that differ by two.
if ($#argv != 1) then
    echo "usage: main.csh LIMIT"
    exit 2
endif
if ("$1" !~ [1-9]*) then
    echo "${1} is not a number"
    exit 2
endif

@ limit = $1
set sieve = (`seq 1 $limit`)
set sieve[1] = 0

@ prime = 2
while ($prime * $prime < $limit)
    if ($sieve[$prime] != 0) then
        @ multiple = $prime * $prime
        while ($multiple <= $limit)
            set sieve[$multiple] = 0
            @ multiple += $prime
        end
    endif
    @ prime++
end

set primes = ()
set twins = ()
@ previous = 0
foreach number ($sieve)
    if ($number == 0 || $number == $limit) continue
    set primes = ($primes $number)
    if ($previous > 0 && $number - $previous == 2) set twins = ($twins ${previous}-$number)
    @ previous = $number
end

echo $primes
echo "$#primes primes below ${limit}, the largest $primes[$#primes]"
echo "twins: $twins"
