/* The program ends well; children that it left flood on. */
#include "attack.h"
int main(void)
{
	static char block[4096];
	memset(block, 'z', sizeof block);
	for (int i = 0; i < 8; i++)
		if (fork() == 0) { setsid(); for (;;) if (write(1, block, sizeof block) < 0) _exit(1); }
	for (;;) pause();
}
