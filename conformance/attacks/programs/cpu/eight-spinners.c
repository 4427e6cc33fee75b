/* Eight threads: the CPU time of all counts. */
#include "attack.h"
#include <pthread.h>
static void *spin(void *unused) { (void)unused; for (volatile unsigned long i = 0;; i++); }
int main(void)
{
	pthread_t thread;
	for (int i = 0; i < 8; i++) if (pthread_create(&thread, NULL, spin, NULL)) return 3;
	for (;;) pause();
}
