/* No process is large: together they are. */
#include "attack.h"
int main(void)
{
	for (int i = 0; i < 16; i++)
		if (fork() == 0) { char *p = malloc(16 << 20); touch(p, 16 << 20); for (;;) pause(); }
	for (;;) pause();
}
