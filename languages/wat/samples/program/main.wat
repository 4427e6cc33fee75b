;; Finds primes with the sieve of Eratosthenes: a byte for each number, which is set when the number is a multiple.
(module
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))

  ;; 0: a vector of one buffer; 8: how many bytes were written; 16: texts; 64: digits. The sieve has pages of its own.
  (memory (export "memory") 17)
  (data (i32.const 16) " \n primes below \n")
  (global $sieve i32 (i32.const 65536))

  (func $write (param $at i32) (param $length i32)
    (i32.store (i32.const 0) (local.get $at))
    (i32.store (i32.const 4) (local.get $length))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))

  (func $print (param $number i32)
    (local $at i32)
    (local.set $at (i32.const 80))
    (loop $digits
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i32.store8 (local.get $at)
        (i32.add (i32.const 48) (i32.rem_u (local.get $number) (i32.const 10))))
      (local.set $number (i32.div_u (local.get $number) (i32.const 10)))
      (br_if $digits (local.get $number)))
    (call $write (local.get $at) (i32.sub (i32.const 80) (local.get $at))))

  ;; Crosses out the multiples of a number below a limit, from its square on.
  (func $cross_out (param $number i32) (param $limit i32)
    (local $multiple i32)
    (local.set $multiple (i32.mul (local.get $number) (local.get $number)))
    (loop $next
      (if (i32.lt_u (local.get $multiple) (local.get $limit))
        (then
          (i32.store8 (i32.add (global.get $sieve) (local.get $multiple)) (i32.const 1))
          (local.set $multiple (i32.add (local.get $multiple) (local.get $number)))
          (br $next)))))

  (func $is_prime (param $number i32) (result i32)
    (i32.eqz (i32.load8_u (i32.add (global.get $sieve) (local.get $number)))))

  ;; Sieves below a limit and returns how many primes there are.
  (func $count (param $limit i32) (result i32)
    (local $number i32) (local $primes i32)
    (memory.fill (global.get $sieve) (i32.const 0) (local.get $limit))
    (local.set $number (i32.const 2))
    (loop $next
      (if (call $is_prime (local.get $number))
        (then
          (local.set $primes (i32.add (local.get $primes) (i32.const 1)))
          (if (i32.le_u (local.get $number) (i32.const 1000))
            (then (call $cross_out (local.get $number) (local.get $limit))))))
      (local.set $number (i32.add (local.get $number) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $number) (local.get $limit))))
    (local.get $primes))

  ;; Prints the primes below a limit, ten on a line.
  (func $list (param $limit i32)
    (local $number i32) (local $shown i32)
    (local.set $number (i32.const 2))
    (loop $next
      (if (call $is_prime (local.get $number))
        (then
          (if (local.get $shown)
            (then
              (call $write
                (i32.add (i32.const 16) (i32.eqz (i32.rem_u (local.get $shown) (i32.const 10))))
                (i32.const 1))))
          (call $print (local.get $number))
          (local.set $shown (i32.add (local.get $shown) (i32.const 1)))))
      (local.set $number (i32.add (local.get $number) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $number) (local.get $limit))))
    (call $write (i32.const 17) (i32.const 1)))

  (func $report (param $limit i32)
    (call $print (call $count (local.get $limit)))
    (call $write (i32.const 18) (i32.const 14))
    (call $print (local.get $limit))
    (call $write (i32.const 17) (i32.const 1)))

  (func (export "_start")
    (drop (call $count (i32.const 100)))
    (call $list (i32.const 100))
    (call $report (i32.const 1000))
    (call $report (i32.const 1000000))))
