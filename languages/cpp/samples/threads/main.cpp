#include <future>
#include <iostream>
#include <vector>

int main() {
    std::vector<std::future<int>> squares;
    for (int number = 1; number <= 4; number++)
        squares.push_back(std::async(std::launch::async, [number] { return number * number; }));
    const char *separator = "";
    for (auto &square : squares) {
        std::cout << separator << square.get();
        separator = " ";
    }
    std::cout << '\n';
}
