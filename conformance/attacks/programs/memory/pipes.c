/* Kernel memory: pipes as large as they get, all full. */
#include "attack.h"
int main(void)
{
	static char block[1 << 20];
	for (int i = 0; i < 400; i++) {
		int ends[2];
		if (pipe2(ends, O_NONBLOCK)) { printf("pipe: %s\n", strerrorname_np(errno)); break; }
		fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
		while (write(ends[1], block, sizeof block) > 0);
	}
	puts("HELD");
	return 0;
}
