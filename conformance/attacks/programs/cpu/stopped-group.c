/* Stops its whole process group, a burning child that will not be stopped left out. */
#include "attack.h"
int main(void)
{
	if (fork() == 0) { setsid(); for (volatile unsigned long i = 0;; i++); }
	if (fork() == 0) for (;;) pause();
	usleep(10000);
	kill(0, SIGSTOP);
	return 0;
}
