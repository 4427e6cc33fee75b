/* Folders nested as deep as they get in the work folder, for the collector of artifacts to walk. */
#include "attack.h"
int main(void)
{
	int made = 0;
	for (; made < 150000; made++) if (mkdir("d", 0700) || chdir("d")) break;
	int fd = open("deep.txt", O_CREAT | O_WRONLY, 0600);
	if (fd >= 0) { ssize_t unused = write(fd, "deep", 4); (void)unused; }
	printf("depth %d\n", made);
	puts("HELD");
	return 0;
}
