/* Memory in a file that has no name. */
#include "attack.h"
int main(void)
{
	static char block[1 << 20];
	memset(block, 7, sizeof block);
	signal(SIGXFSZ, SIG_IGN);
	for (;;) {
		int fd = memfd_create("m", 0);
		if (fd < 0) return 1;
		for (int i = 0; i < 16; i++) if (write(fd, block, sizeof block) < 0) return 1;
	}
}
