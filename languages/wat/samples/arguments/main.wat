(module
  (import "wasi_snapshot_preview1" "args_sizes_get"
    (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get"
    (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))

  ;; 0: a vector of three buffers; 24: the number of arguments; 28: the size of their text; 32: "[" and "]"; 64: pointers
  ;; to the arguments; 1024: their text, each ended by a zero.
  (memory (export "memory") 1)
  (data (i32.const 32) "[]\n")

  (func $length (param $text i32) (result i32)
    (local $at i32)
    (local.set $at (local.get $text))
    (loop $next
      (if (i32.load8_u (local.get $at))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $next))))
    (i32.sub (local.get $at) (local.get $text)))

  (func $buffer (param $number i32) (param $at i32) (param $length i32)
    (i32.store (i32.mul (local.get $number) (i32.const 8)) (local.get $at))
    (i32.store offset=4 (i32.mul (local.get $number) (i32.const 8)) (local.get $length)))

  (func (export "_start")
    (local $position i32) (local $text i32)
    (drop (call $args_sizes_get (i32.const 24) (i32.const 28)))
    (drop (call $args_get (i32.const 64) (i32.const 1024)))
    ;; The first is the name of the program.
    (local.set $position (i32.const 1))
    (loop $next
      (if (i32.lt_u (local.get $position) (i32.load (i32.const 24)))
        (then
          (local.set $text (i32.load offset=64 (i32.mul (local.get $position) (i32.const 4))))
          (call $buffer (i32.const 0) (i32.const 32) (i32.const 1))
          (call $buffer (i32.const 1) (local.get $text) (call $length (local.get $text)))
          (call $buffer (i32.const 2) (i32.const 33) (i32.const 2))
          (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 3) (i32.const 28)))
          (local.set $position (i32.add (local.get $position) (i32.const 1)))
          (br $next))))))
