/* Looks for a million files that are not there: the kernel remembers each. */
#include "attack.h"
int main(void)
{
	char path[300];
	struct stat st;
	for (long i = 0; i < 1000000; i++) {
		snprintf(path, sizeof path, "/usr/lib/%0200ld", i);
		stat(path, &st);
	}
	puts("HELD");
	return 0;
}
