(module
  (func (export "_start") (local $count i32)
    (local.set $count (f64.const 1))))
