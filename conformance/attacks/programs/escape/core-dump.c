/* Dies with a core dump, which the host's core handler must not get. */
#include "attack.h"
int main(void)
{
	struct rlimit now;
	getrlimit(RLIMIT_CORE, &now);
	printf("core limit %lu\n", (unsigned long)now.rlim_cur);
	fflush(stdout);
	if (now.rlim_cur > 1) breach("a core dump of %lu bytes", (unsigned long)now.rlim_cur);
	abort();
}
