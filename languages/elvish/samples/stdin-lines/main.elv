var numbers = [(from-lines)]
echo (count $numbers)' numbers, sum '(+ $@numbers)
