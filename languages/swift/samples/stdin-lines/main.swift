var numbers: [Int] = []
while let line = readLine(), let number = Int(line) {
    numbers.append(number)
}
print("\(numbers.count) numbers, sum \(numbers.reduce(0, +))")
