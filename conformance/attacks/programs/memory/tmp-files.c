/* Files in /tmp and /box are memory: the program's own and those together stay below its limit. */
#include "attack.h"
int main(void)
{
	static char block[1 << 20];
	memset(block, 7, sizeof block);
	char *own = malloc(40 << 20);
	touch(own, 40 << 20);
	int tmp = open("/tmp/f", O_CREAT | O_WRONLY, 0600);
	for (int i = 0; i < 40; i++) if (write(tmp, block, sizeof block) < 0) { printf("stopped at %d: %s\n", i, strerrorname_np(errno)); return 1; }
	puts("more than the limit");
	return 0;
}
