/* Each child burns a little and ends: the CPU time of those already reaped counts too. */
#include "attack.h"
int main(void)
{
	for (;;) {
		pid_t child = fork();
		if (child == 0) {
			clock_t end = clock() + CLOCKS_PER_SEC / 50;
			while (clock() < end);
			_exit(0);
		}
		waitpid(child, NULL, 0);
	}
}
