#include "attack.h"
#include <pthread.h>
#include <spawn.h>
static void *square(void *value) { long i = (long)value; return (void *)(i * i); }
int main(void)
{
	pthread_t threads[8];
	long sum = 0;
	for (long i = 0; i < 8; i++) pthread_create(&threads[i], NULL, square, (void *)i);
	for (int i = 0; i < 8; i++) { void *result; pthread_join(threads[i], &result); sum += (long)result; }
	FILE *child = popen("echo 42", "r");
	int out = 0;
	if (child == NULL || fscanf(child, "%d", &out) != 1 || pclose(child)) return 1;
	printf("%ld %d\n", sum, out);
	return 0;
}
