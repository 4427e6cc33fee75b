#include <algorithm>
#include <iostream>
#include <string>

int main() {
    std::string line;
    std::getline(std::cin, line);
    std::cout << "naïve 日本語 🎉\n" << line << '\n';
    std::cout << std::ranges::count_if(line, [](unsigned char byte) { return (byte & 0xC0) != 0x80; }) << '\n';
}
