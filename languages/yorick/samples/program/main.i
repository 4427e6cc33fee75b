/* Whole arrays at once: heat flows along a rod, a parabola is fitted, primes are sieved. */

func cool(rod, steps, rate)
/* DOCUMENT cool(rod, steps, rate)
     lets heat flow between neighbours; the ends stay as they are. */
{
  for (step = 1; step <= steps; step++)
    rod(2:-1) += rate * rod(dif)(dif);
  return rod;
}

func fit_parabola(x, y)
/* DOCUMENT fit_parabola(x, y)
     coefficients of 1, x and x^2 of least squares. */
{
  powers = [array(1.0, numberof(x)), x, x^2];
  return LUsolve(powers(+,) * powers(+,), powers(+,) * y(+));
}

func primes(most)
{
  is_prime = array(1n, most);
  is_prime(1) = 0n;
  for (n = 2; n * n <= most; n++)
    if (is_prime(n)) is_prime(n*n:most:n) = 0n;
  return where(is_prime);
}

rod = array(0.0, 11);
rod(6) = 100.0;
rod = cool(rod, 50, 0.25);
write, format="%5.2f", rod;
write, format="%s", "\n";
write, format="hottest at %ld, %.2f in all\n", rod(mxx), rod(sum);

x = span(-2, 2, 9);
y = 3 - 2 * x + 0.5 * x^2;
c = fit_parabola(x, y);
write, format="%.3f %+.3f x %+.3f x^2\n", c(1), c(2), c(3);

p = primes(100);
write, format="%ld primes, the last %ld, the widest gap %ld\n", numberof(p), p(0), max(p(dif));
