/* Writes one file past the limit of its size. */
#include "attack.h"
int main(void)
{
	static char block[1 << 16];
	int fd = open("large", O_CREAT | O_WRONLY, 0600);
	for (;;) if (write(fd, block, sizeof block) < 0) return 1;
}
