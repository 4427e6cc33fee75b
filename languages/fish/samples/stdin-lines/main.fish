set numbers (cat)
echo (count $numbers) numbers, sum (math (string join + $numbers))
