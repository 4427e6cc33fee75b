#include <stdio.h>

int main(void) {
    puts("before");
    fflush(stdout);
    volatile int *nowhere = NULL;
    *nowhere = 1;
    return 0;
}
