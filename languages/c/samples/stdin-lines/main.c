#include <stdio.h>

int main(void) {
    int count = 0, number;
    long sum = 0;
    while (scanf("%d", &number) == 1) {
        count++;
        sum += number;
    }
    printf("%d numbers, sum %ld\n", count, sum);
    return 0;
}
