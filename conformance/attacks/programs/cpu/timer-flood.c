/* As many POSIX timers as the kernel gives, all of them firing. */
#include "attack.h"
int main(void)
{
	signal(SIGALRM, SIG_IGN);
	signal(SIGRTMIN, SIG_IGN);
	long made = 0;
	for (;;) {
		timer_t timer;
		struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN };
		if (timer_create(CLOCK_MONOTONIC, &event, &timer)) break;
		struct itimerspec often = { { 0, 1000 }, { 0, 1000 } };
		timer_settime(timer, 0, &often, NULL);
		made++;
	}
	printf("timers %ld\n", made);
	return 1;
}
