/* The program of a run whose compile phase has planted links (planted-links.sh) where the next phase writes. */
#include "attack.h"
int main(void)
{
	char buffer[256] = { 0 };
	int fd = open("sub/data.txt", O_RDONLY);
	if (fd >= 0) { ssize_t count = read(fd, buffer, sizeof buffer - 1); printf("data %zd: %s\n", count, buffer); }
	const char *own[] = { "main.c", "sub", "sub/data.txt", "bait" };
	for (unsigned i = 0; i < sizeof own / sizeof *own; i++) {
		struct stat entry;
		if (lstat(own[i], &entry) == 0) printf("%s mode %o uid %d\n", own[i], entry.st_mode, entry.st_uid);
	}
	fd = open("sub/data.txt", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd >= 0) { ssize_t unused = write(fd, "changed by the run", 18); (void)unused; }
	unlink("main.c");
	puts("HELD");
	return 0;
}
