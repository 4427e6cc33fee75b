#include <stdio.h>

int main(int argc, char **argv) {
    for (int position = 1; position < argc; position++) printf("%d: [%s]\n", position, argv[position]);
    return 0;
}
