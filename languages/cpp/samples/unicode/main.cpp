#include <algorithm>
#include <iostream>
#include <string>

int main() {
    std::string line;
    std::getline(std::cin, line);
    std::cout << "naïve 日本語 🎉\n" << line << '\n';
    const auto begins_character = [](unsigned char byte) { return (byte & 0xC0) != 0x80; };
    std::cout << std::count_if(line.begin(), line.end(), begins_character) << '\n';
}
