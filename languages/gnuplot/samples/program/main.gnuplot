set print "-"

# Measurements of a falling ball: time in s, distance in m.
$falls << END
0.10  0.049
0.20  0.196
0.30  0.441
0.40  0.785
0.50  1.226
END

# The distance grows with the square of the time; the slope is half of g.
stats $falls using ($1 ** 2):2 nooutput
print sprintf("g = %.2f m/s^2, r = %.4f", 2 * STATS_slope, STATS_correlation)

# The same by a fit of the whole model.
set fit quiet logfile "/dev/null"
half_g = 1.0
distance(t) = half_g * t ** 2
fit distance(x) $falls using 1:2 via half_g
print sprintf("g = %.2f m/s^2 by the fit", 2 * half_g)

# The square root of two by Newton's method.
f(x) = x ** 2 - 2
slope(x) = 2 * x
root = 1.0
steps = 0
while (abs(f(root)) > 1e-12) {
  root = root - f(root) / slope(root)
  steps = steps + 1
}
print sprintf("sqrt(2) = %.10f after %d steps", root, steps)

# A recursive function, and a loop over words.
factorial(n) = n <= 1 ? 1 : n * factorial(n - 1)
do for [n in "3 5 10"] {
  print sprintf("%s! = %d", n, factorial(int(n)))
}
