#include <pthread.h>
#include <stdio.h>

static void *square(void *number) {
    int *value = number;
    *value *= *value;
    return NULL;
}

int main(void) {
    int numbers[] = {1, 2, 3, 4};
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        if (pthread_create(&threads[i], NULL, square, &numbers[i]) != 0) return 1;
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    printf("%d %d %d %d\n", numbers[0], numbers[1], numbers[2], numbers[3]);
    return 0;
}
