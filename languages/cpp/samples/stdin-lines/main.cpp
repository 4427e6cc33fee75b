#include <iostream>
#include <iterator>
#include <numeric>
#include <vector>

int main() {
    std::vector<int> numbers(std::istream_iterator<int>(std::cin), {});
    std::cout << numbers.size() << " numbers, sum " << std::accumulate(numbers.begin(), numbers.end(), 0) << '\n';
}
