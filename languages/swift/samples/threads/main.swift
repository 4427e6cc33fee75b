func square(_ number: Int) async -> Int {
    number * number
}

let squares = await withTaskGroup(of: (Int, Int).self) { group in
    for number in 1...4 {
        group.addTask { (number, await square(number)) }
    }
    var found: [Int: Int] = [:]
    for await (number, square) in group {
        found[number] = square
    }
    return found
}
print((1...4).map { String(squares[$0]!) }.joined(separator: " "))
