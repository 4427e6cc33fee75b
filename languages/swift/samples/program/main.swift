// Reads JSON with a parser made of small parsers, and answers paths into it: enums with values do the work of a type tree.
indirect enum JSON {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([(key: String, value: JSON)])
}

extension JSON: CustomStringConvertible {
    var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let value): value == value.rounded() ? "\(Int(value))" : "\(value)"
        case .string(let value): "\"\(value)\""
        case .array(let items): "[" + items.map(\.description).joined(separator: ", ") + "]"
        case .object(let fields): "{" + fields.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
        }
    }

    subscript(path: String) -> JSON? {
        path.split(separator: ".").reduce(self) { (value: JSON?, step) in
            switch value {
            case .object(let fields): fields.first { $0.key == step }?.value
            case .array(let items): Int(step).flatMap { items.indices.contains($0) ? items[$0] : nil }
            default: nil
            }
        }
    }
}

struct ParseError: Error {
    let wanted: String
    let offset: Int
}

struct Parser {
    private let text: [Character]
    private var at = 0

    init(_ text: String) {
        self.text = Array(text)
    }

    static func parse(_ text: String) throws -> JSON {
        var parser = Parser(text)
        return try parser.value()
    }

    private mutating func skipSpace() {
        while at < text.count, text[at].isWhitespace { at += 1 }
    }

    private mutating func take(_ wanted: Character) -> Bool {
        skipSpace()
        guard at < text.count, text[at] == wanted else { return false }
        at += 1
        return true
    }

    private mutating func expect(_ wanted: Character) throws {
        guard take(wanted) else { throw ParseError(wanted: String(wanted), offset: at) }
    }

    private mutating func list<Item>(until end: Character, _ item: (inout Parser) throws -> Item) throws -> [Item] {
        var items: [Item] = []
        if take(end) { return items }
        repeat { items.append(try item(&self)) } while take(",")
        try expect(end)
        return items
    }

    private mutating func string() throws -> String {
        try expect("\"")
        let start = at
        while at < text.count, text[at] != "\"" { at += 1 }
        try expect("\"")
        return String(text[start..<at - 1])
    }

    private mutating func word() -> String {
        skipSpace()
        let start = at
        while at < text.count, text[at].isLetter || text[at].isNumber || "+-.".contains(text[at]) { at += 1 }
        return String(text[start..<at])
    }

    private mutating func value() throws -> JSON {
        if take("[") { return .array(try list(until: "]") { try $0.value() }) }
        if take("{") {
            return .object(try list(until: "}") { parser in
                let key = try parser.string()
                try parser.expect(":")
                return (key, try parser.value())
            })
        }
        if at < text.count, text[at] == "\"" { return .string(try string()) }
        let start = at
        switch word() {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case let digits:
            guard let number = Double(digits) else { throw ParseError(wanted: "a value", offset: start) }
            return .number(number)
        }
    }
}

let document = try Parser.parse(readLine() ?? "")
print(document)
while let path = readLine() {
    print("\(path): \(document[path]?.description ?? "nothing")")
}
do {
    print(try Parser.parse("[1, 2"))
} catch let error as ParseError {
    print("\(error.wanted) is wanted at \(error.offset)")
}
