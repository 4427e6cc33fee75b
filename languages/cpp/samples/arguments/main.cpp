#include <iostream>

int main(int argc, char **argv) {
    for (int position = 1; position < argc; position++) std::cout << position << ": [" << argv[position] << "]\n";
}
