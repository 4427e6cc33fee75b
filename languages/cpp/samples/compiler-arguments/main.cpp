#include <iostream>

int main() {
    std::cout << __cplusplus << ' ' << NAME << '\n';
}
