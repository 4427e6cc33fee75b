#include "greetings.hpp"
#include <iostream>

int main() {
    std::cout << greet("Ada") << '\n';
}
