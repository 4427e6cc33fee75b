/* A million empty files: inodes are memory of the kernel. */
#include "attack.h"
int main(void)
{
	long made = 0;
	for (; made < 1000000; made++) {
		char path[64];
		snprintf(path, sizeof path, "/tmp/%ld", made);
		int fd = open(path, O_CREAT | O_WRONLY, 0600);
		if (fd < 0) { printf("stopped at %ld: %s\n", made, strerrorname_np(errno)); break; }
		close(fd);
	}
	if (made == 1000000) breach("a million files");
	return end_of_attack();
}
