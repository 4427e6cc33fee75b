/* Fills every folder that can be written, in files of a megabyte, names unlinked or not. */
#include "attack.h"
int main(void)
{
	static char block[1 << 20];
	memset(block, 7, sizeof block);
	const char *folders[] = { "/tmp", "/box", "/dev/shm", "/var/tmp", "/run", "/" };
	signal(SIGXFSZ, SIG_IGN);
	long total = 0;
	for (unsigned f = 0; f < sizeof folders / sizeof *folders; f++)
		for (int i = 0; i < 2048; i++) {
			char path[128];
			snprintf(path, sizeof path, "%s/fill%d", folders[f], i);
			int fd = open(path, O_CREAT | O_WRONLY, 0600);
			if (fd < 0) { printf("%s: %s\n", folders[f], strerrorname_np(errno)); break; }
			if (i % 2) unlink(path);
			ssize_t count = write(fd, block, sizeof block);
			if (count != sizeof block) { printf("%s stopped: %s\n", folders[f], strerrorname_np(errno)); break; }
			total += count;
			if (i % 2 == 0) close(fd);
		}
	printf("bytes %ld\n", total);
	if (total > 200l << 20) breach("%ld bytes on disk", total);
	return end_of_attack();
}
