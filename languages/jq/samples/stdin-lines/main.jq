[inputs] | "\(length) numbers, sum \(add)"
