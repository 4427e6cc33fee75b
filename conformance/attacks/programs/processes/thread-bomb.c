/* Threads are tasks too. */
#include "attack.h"
#include <pthread.h>
static void *wait_for_ever(void *unused) { (void)unused; for (;;) pause(); }
int main(void)
{
	pthread_attr_t small;
	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 65536);
	for (int made = 0;; made++) {
		pthread_t thread;
		if (pthread_create(&thread, &small, wait_for_ever, NULL)) { printf("threads %d\n", made); return 1; }
	}
}
