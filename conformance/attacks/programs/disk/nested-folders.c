/* A hundred and fifty thousand folders, one in the other: whoever walks them by recursion falls. */
#include "attack.h"
int main(void)
{
	int made = 0;
	if (chdir("/tmp")) return 1;
	for (; made < 150000; made++) if (mkdir("d", 0700) || chdir("d")) { printf("stopped: %s\n", strerrorname_np(errno)); break; }
	printf("depth %d\n", made);
	puts("HELD");
	return 0;
}
