-- Data-parallel functions over arrays: a sieve, a histogram, a matrix to a power, and a body that moves step by step.

-- Whether each number below n is prime: multiples are struck out all at once.
def sieve (n: i64) : [n]bool =
  let struck (d: i64) (flags: *[n]bool) =
    let multiples = map (\i -> i * d) (2...(n - 1) / d)
    in scatter flags multiples (map (const false) multiples)
  let flags = map (>= 2) (iota n)
  in loop flags = copy flags for d in 2...9 do
       if flags[d] then struck d (copy flags) else flags

def primes (n: i64) : []i64 =
  filter (\i -> (sieve n)[i]) (iota n)

-- How many of the numbers have each last digit.
def last_digits (numbers: []i64) : [10]i64 =
  reduce_by_index (replicate 10 0) (+) 0 (map (% 10) numbers) (map (const 1) numbers)

def multiply [n] (a: [n][n]i64) (b: [n][n]i64) : [n][n]i64 =
  map (\row -> map (\column -> reduce (+) 0 (map2 (*) row column)) (transpose b)) a

def power [n] (a: [n][n]i64) (e: i64) : [n][n]i64 =
  loop p = tabulate_2d n n (\i j -> i64.bool (i == j)) for _i < e do multiply p a

-- Fibonacci by the power of a matrix.
def fibonacci (n: i64) : i64 =
  (power [[1, 1], [1, 0]] n)[0, 1]

type body = {x: f64, v: f64}

-- A ball on a spring, in steps of a millisecond.
def swing (seconds: f64) : f64 =
  let dt = 0.001
  let step (b: body) : body =
    let v = b.v - b.x * dt
    in {x = b.x + v * dt, v}
  in (iterate (i32.f64 (seconds / dt)) step {x = 1, v = 0}).x

entry main (n: i64) : ([]i64, [10]i64, i64, i64) =
  let found = primes n
  in (found[length found - 5:], last_digits found, fibonacci 50, i64.f64 (f64.round (swing 3.141592 * 1000)))
