\\ A toy RSA with two primes of sixty bits, and a message of a few letters.

{
encode(text) = fromdigits(Vec(Vecsmall(text)), 256);
}
{
decode(number) = Strchr(digits(number, 256));
}

p = nextprime(2^60);
q = nextprime(2^61);
n = p * q;
phi = (p - 1) * (q - 1);
e = 65537;
d = lift(Mod(e, phi)^-1);

message = "Guten Tag!";
cipher = lift(Mod(encode(message), n)^e);
plain = decode(lift(Mod(cipher, n)^d));
print("modulus of ", #binary(n), " bits");
print(plain == message);

\\ The least solution of x^2 - D y^2 = 1, from the continued fraction of the root.
{
pell(D) =
  my(m = 0, den = 1, a0 = sqrtint(D), a = a0, h = [1, a0], k = [0, 1]);
  while (h[2]^2 - D * k[2]^2 != 1,
    m = den * a - m;
    den = (D - m^2) / den;
    a = (a0 + m) \ den;
    h = [h[2], a * h[2] + h[1]];
    k = [k[2], a * k[2] + k[1]];
  );
  [h[2], k[2]];
}
forvec(D = [[2, 3], [0, 1]], if (D[2], next); print(pell(D[1])));
print(pell(61));

\\ What number theory knows by heart.
print(factor(2^67 - 1));
print(bestappr(Pi, 1000));
print(polroots(x^2 - 5*x + 6) == [2, 3]~);
