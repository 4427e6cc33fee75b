#include <algorithm>
#include <expected>
#include <print>
#include <ranges>
#include <string>
#include <vector>

std::expected<int, std::string> parse(const std::string &text) {
    if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        return std::unexpected("no number: " + text);
    return std::stoi(text);
}

int main() {
    const std::vector<std::string> words{"3", "four", "5"};
    for (const auto [place, word] : std::views::enumerate(words)) {
        const auto number = parse(word);
        if (number) std::println("{}: {:>3} squared is {}", place, *number, *number * *number);
        else std::println("{}: {}", place, number.error());
    }
}
