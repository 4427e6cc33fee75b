/* Files that have no name any more, and are held open: nothing that walks the folders finds them. */
#include "attack.h"
int main(void)
{
	static char block[1 << 20];
	signal(SIGXFSZ, SIG_IGN);
	long written = 0;
	for (int i = 0; i < 200; i++) {
		int fd = open("/tmp", O_TMPFILE | O_RDWR, 0600);
		if (fd < 0) { fd = open("/tmp/deleted", O_CREAT | O_RDWR, 0600); unlink("/tmp/deleted"); }
		for (ssize_t n; (n = write(fd, block, sizeof block)) > 0;) written += n;
	}
	printf("written %ld\nHELD\n", written);
	return 0;
}
