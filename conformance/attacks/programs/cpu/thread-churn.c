/* Threads that each live for a moment: none of them is alive when anybody looks. */
#include "attack.h"
#include <pthread.h>
static void *burn(void *unused) { for (volatile int i = 0; i < 300000; i++); return unused; }
int main(void)
{
	for (;;) {
		pthread_t threads[4];
		int made = 0;
		while (made < 4 && pthread_create(&threads[made], NULL, burn, NULL) == 0) made++;
		while (made > 0) pthread_join(threads[--made], NULL);
	}
}
