/* Memory that may not be reclaimed. */
#include "attack.h"
int main(void)
{
	struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	denied("raising RLIMIT_MEMLOCK", setrlimit(RLIMIT_MEMLOCK, &all));
	void *p = mmap(NULL, 64 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	denied("mlock of 64 MiB", mlock(p, 64 << 20));
	return end_of_attack();
}
