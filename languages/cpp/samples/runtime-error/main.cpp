#include <iostream>
#include <vector>

int main() {
    std::cout << "before" << std::endl;
    std::vector<int> numbers{1, 2, 3};
    return numbers.at(7);
}
