(module
  (import "wasi_snapshot_preview1" "fd_read"
    (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))

  ;; 0: a vector of one buffer; 8: how many bytes were read or written; 16: a text of ours; 64: a buffer for others.
  (memory (export "memory") 1)
  (data (i32.const 16) " numbers, sum \n")

  (func $write (param $at i32) (param $length i32)
    (i32.store (i32.const 0) (local.get $at))
    (i32.store (i32.const 4) (local.get $length))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))

  ;; The next byte of the input, or -1 at its end.
  (func $read (result i32)
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.const 1))
    (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
    (if (result i32) (i32.load (i32.const 8))
      (then (i32.load8_u (i32.const 64)))
      (else (i32.const -1))))

  ;; Writes a number: its digits are laid down from the last to the first.
  (func $print (param $number i32)
    (local $at i32)
    (local.set $at (i32.const 96))
    (loop $digits
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i32.store8 (local.get $at)
        (i32.add (i32.const 48) (i32.rem_u (local.get $number) (i32.const 10))))
      (local.set $number (i32.div_u (local.get $number) (i32.const 10)))
      (br_if $digits (local.get $number)))
    (call $write (local.get $at) (i32.sub (i32.const 96) (local.get $at))))

  (func (export "_start")
    (local $byte i32) (local $number i32) (local $count i32) (local $sum i32)
    (block $end
      (loop $next
        (local.set $byte (call $read))
        (br_if $end (i32.eq (local.get $byte) (i32.const -1)))
        (if (i32.eq (local.get $byte) (i32.const 10))
          (then
            (local.set $count (i32.add (local.get $count) (i32.const 1)))
            (local.set $sum (i32.add (local.get $sum) (local.get $number)))
            (local.set $number (i32.const 0)))
          (else
            (local.set $number
              (i32.add
                (i32.mul (local.get $number) (i32.const 10))
                (i32.sub (local.get $byte) (i32.const 48))))))
        (br $next)))
    (call $print (local.get $count))
    (call $write (i32.const 16) (i32.const 14))
    (call $print (local.get $sum))
    (call $write (i32.const 30) (i32.const 1))))
