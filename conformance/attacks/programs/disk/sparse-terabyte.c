/* A file that is a terabyte long and holds nothing, for the collector of artifacts to read. */
#include "attack.h"
int main(void)
{
	signal(SIGXFSZ, SIG_IGN);
	int fd = open("sparse.bin", O_CREAT | O_WRONLY, 0600);
	if (ftruncate(fd, 1l << 40)) printf("ftruncate: %s\n", strerrorname_np(errno));
	if (ftruncate(fd, 900l << 20)) printf("ftruncate: %s\n", strerrorname_np(errno));
	puts("HELD");
	return 0;
}
