/* /dev/shm is memory too. */
#include "attack.h"
int main(void)
{
	static char block[1 << 20];
	memset(block, 7, sizeof block);
	signal(SIGXFSZ, SIG_IGN);
	for (int i = 0; i < 4096; i++) {
		char path[64];
		snprintf(path, sizeof path, "/dev/shm/f%d", i);
		int fd = open(path, O_CREAT | O_WRONLY, 0600);
		if (fd < 0 || write(fd, block, sizeof block) < 0) { printf("stopped at %d: %s\n", i, strerrorname_np(errno)); break; }
		close(fd);
		if (i == 4095) breach("4 GiB in /dev/shm");
	}
	return end_of_attack();
}
