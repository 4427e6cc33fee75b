(module
  (import "wasi_snapshot_preview1" "fd_read"
    (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))

  ;; 0: two buffers, a text of ours and the line that is read; 16: how many bytes were read or written.
  (memory (export "memory") 1)
  (data (i32.const 0) "\20\00\00\00\16\00\00\00" "\80\00\00\00\00\04\00\00")
  (data (i32.const 32) "naïve 日本語 🎉\n")

  (func (export "_start")
    (drop (call $fd_read (i32.const 0) (i32.const 8) (i32.const 1) (i32.const 12)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 2) (i32.const 16)))))
